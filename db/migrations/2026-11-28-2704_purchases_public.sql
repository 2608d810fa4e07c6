-- What a house bought in a month is made public beside its drug use.
alter table figure_published drop constraint figure_published_item_check;
alter table figure_published add constraint figure_published_item_check check (item in ('drug-use', 'ratio-ranking', 'purchase'));
