-- A commission nominates as well: the body that nominated; null is the house itself.
alter table exemplar add column nominated_from uuid;
