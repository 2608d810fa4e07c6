-- What was drawn to be read twice stays on record when the second reading is given to another one or dropped: the draw can be made
-- once more whatever became of it. Null for what was drawn before: there a second reader says it.
alter table review_item add column twice boolean;
