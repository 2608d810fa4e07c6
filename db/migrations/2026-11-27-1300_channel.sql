-- Channels: mailboxes with what came in and what was answered, houses that hand their orders on to us, feeds with what they brought.

-- The password is sealed; state and last fault are there to be seen.
create table mailbox (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  address text not null check (address = lower(address)),
  -- What a mail becomes: a kind of matter that is open to e-mail.
  kind text not null,
  imap_host text not null,
  imap_port int not null,
  imap_security text not null check (imap_security in ('tls', 'starttls', 'none')),
  smtp_host text not null,
  smtp_port int not null,
  smtp_security text not null check (smtp_security in ('tls', 'starttls', 'none')),
  user_name text not null,
  password bytea not null,
  active boolean not null,
  -- Up to which message the mailbox is known; a mailbox that was built anew has another validity and is gone through again.
  uid_validity text,
  last_uid bigint not null default 0,
  polled_at timestamptz,
  succeeded_at timestamptz,
  last_error text,
  revision int not null,
  changed_name text not null,
  changed_at timestamptz not null,
  primary key (institution_id, id),
  constraint mailbox_address_once unique (institution_id, address)
);
call declare_table('mailbox', 'owned', 'owned', 'select, insert, update');

-- One message of a mailbox: noticed, then settled in the transaction that makes the matter, then marked as seen.
create table mail (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  mailbox_id uuid not null,
  uid_validity text not null,
  uid bigint not null,
  -- Message-ID with a sum of the content; null until it is settled, and on a second copy.
  message_key text,
  state text not null check (state in ('noticed', 'filed', 'added', 'ignored', 'failed')),
  reason text,
  -- A person said that it is a letter after all.
  forced boolean not null default false,
  attempts int not null default 0,
  last_error text,
  seen boolean not null default false,
  sender_index text,
  -- JSON of sender, subject and, once filed, the receipt code.
  sealed bytea,
  matter_id uuid,
  matter_number text,
  noticed_at timestamptz not null,
  settled_at timestamptz,
  primary key (institution_id, id),
  constraint mail_uid_once unique (institution_id, mailbox_id, uid_validity, uid),
  constraint mail_once unique (institution_id, message_key),
  foreign key (institution_id, mailbox_id) references mailbox (institution_id, id)
);
create index mail_open on mail (institution_id, mailbox_id, uid) where state = 'noticed' or not seen;
create index mail_by_time on mail (institution_id, mailbox_id, noticed_at desc, id desc);
create index mail_of_matter on mail (institution_id, matter_number) where matter_number is not null;
call declare_table('mail', 'owned', 'owned', 'select, insert, update');

-- An answer by mail, written with the change it tells of, sent by a job.
create table mail_reply (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  mailbox_id uuid not null,
  mail_id uuid not null,
  -- Made once, so that an answer sent twice is one answer to who receives it.
  message_id text not null,
  recipient bytea not null,
  recipient_index text not null,
  content bytea not null,
  state text not null check (state in ('waiting', 'sent', 'failed')),
  attempts int not null default 0,
  last_error text,
  created_at timestamptz not null,
  sent_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, mailbox_id) references mailbox (institution_id, id)
);
create index mail_reply_by_time on mail_reply (institution_id, mailbox_id, created_at desc, id desc);
create index mail_reply_by_message on mail_reply (institution_id, message_id);
create index mail_reply_to on mail_reply (institution_id, recipient_index, created_at);
call declare_table('mail_reply', 'owned', 'owned', 'select, insert, update');

-- A house that hands orders on to us: the 12345 hotline, a petition office. A sheet needs no token.
create table intake_source (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  name text not null,
  channel text not null check (channel in ('hotline', 'petition')),
  token_hash text,
  -- Its last four characters, to tell one from another.
  token_tail text,
  token_made_at timestamptz,
  token_made_name text,
  last_used_at timestamptz,
  active boolean not null,
  created_at timestamptz not null,
  primary key (institution_id, id),
  constraint intake_source_name_once unique (institution_id, name)
);
call declare_table('intake_source', 'owned', 'owned', 'select, insert, update');

-- From a token to its source, before any scope is known.
create table intake_token (
  token_hash text primary key,
  institution_id uuid not null,
  region_code text not null,
  source_id uuid not null
);
call declare_table('intake_token', 'local', 'owned', 'select, insert, delete');

-- Every order that was handed on, by its own number: the same again gives the first answer.
create table intake_order (
  institution_id uuid not null,
  source_id uuid not null,
  number text not null,
  region_code text not null,
  content_hash text not null,
  filed_institution_id uuid not null,
  matter_id uuid,
  matter_number text,
  -- JSON of receipt code and the last digits of the phone.
  sealed bytea,
  due_at timestamptz,
  import_id uuid,
  received_at timestamptz not null,
  primary key (institution_id, source_id, number),
  foreign key (institution_id, source_id) references intake_source (institution_id, id)
);
create index intake_order_by_time on intake_order (institution_id, source_id, received_at desc);
call declare_table('intake_order', 'owned', 'owned', 'select, insert, update');

create table intake_import (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  source_id uuid not null,
  file_name text not null,
  state text not null check (state in ('preview', 'taken', 'discarded')),
  counts jsonb not null,
  -- Which columns were found; sealed are the good rows and the faults, which repeat what was typed.
  reading jsonb not null,
  rows_sealed bytea,
  faults_sealed bytea not null,
  taken int,
  created_by uuid not null,
  created_name text not null,
  created_at timestamptz not null,
  taken_at timestamptz,
  primary key (institution_id, id),
  foreign key (institution_id, source_id) references intake_source (institution_id, id)
);
create index intake_import_by_time on intake_import (institution_id, source_id, created_at desc, id desc);
call declare_table('intake_import', 'owned', 'owned', 'select, insert, update');

create table feed (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  name text not null,
  url text not null,
  keywords text[] not null,
  active boolean not null,
  etag text,
  last_modified text,
  polled_at timestamptz,
  succeeded_at timestamptz,
  last_error text,
  -- How many entries the last answer held, so that an empty feed is seen.
  entries int,
  revision int not null,
  changed_name text not null,
  changed_at timestamptz not null,
  primary key (institution_id, id),
  constraint feed_url_once unique (institution_id, url)
);
call declare_table('feed', 'owned', 'owned', 'select, insert, update');

-- An entry of a feed that holds a keyword; a person takes it as a matter or dismisses it.
create table opinion_candidate (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  feed_id uuid not null,
  entry_key text not null,
  title text not null,
  link text not null,
  summary text not null,
  words text[] not null,
  published_at timestamptz,
  found_at timestamptz not null,
  state text not null check (state in ('waiting', 'taken', 'dismissed')),
  reason text,
  decided_name text,
  decided_at timestamptz,
  matter_id uuid,
  matter_number text,
  primary key (institution_id, id),
  constraint opinion_candidate_once unique (institution_id, entry_key),
  foreign key (institution_id, feed_id) references feed (institution_id, id)
);
create index opinion_candidate_by_time on opinion_candidate (institution_id, state, found_at desc, id desc);
call declare_table('opinion_candidate', 'owned', 'owned', 'select, insert, update');
