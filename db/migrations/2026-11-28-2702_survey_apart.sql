-- Paper that follows no visit may be ticked by anybody, also by whoever hands it out: what comes in this way is boxed, added up and told
-- apart, and counts only where the house says so.
alter table survey add column counts_unnamed boolean not null default false;
alter table survey_box add column apart boolean not null default false;
alter table survey_tally add column apart boolean not null default false;
alter table survey_score add column apart boolean not null default false;
