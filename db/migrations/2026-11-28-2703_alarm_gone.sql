-- When a correction of the month made a drug that had grown too fast one that had not.
alter table drug_use_alarm add column gone_at timestamptz;
