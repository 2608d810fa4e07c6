-- A line that several files brought belongs to one of them; what the others say of it was thrown away, so that taking the one back
-- took the line from all. Now it is kept, and the line goes to whoever said it last of those that stay.
create table charge_claim (like charge_line);
alter table charge_claim add primary key (institution_id, on_date, doc_no, line_key, file_id);
call declare_table('charge_claim', 'owned', 'owned');

-- taken: different lines of the file that lie in the tables; null for files that were read before this. text_lines: lines of its text
-- that were read, blank ones among them. handed: lines of a withdrawn file that another one holds as well.
alter table charge_file add column taken int, add column text_lines int, add column handed int not null default 0;
alter table charge_file alter column taken set default 0, alter column text_lines set default 0;

-- Two cells of what a spreadsheet calls one line may both be turned away.
alter table charge_reject add column n int not null default 0;
alter table charge_reject drop constraint charge_reject_pkey;
alter table charge_reject add primary key (institution_id, file_id, line_no, n);
