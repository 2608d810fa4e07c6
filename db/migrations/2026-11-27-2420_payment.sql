-- Paying for a booking online: a body's account with the payment channel, orders, refunds, the channel's bills and what differs.

-- The merchant account of a body. The keys are sealed with the key ring beside the database.
create table payment_merchant (
  institution_id uuid primary key,
  region_code text not null,
  channel text not null check (channel in ('wechat', 'stand-in')),
  -- Where a stand-in answers; null is the published address of the channel, or the stand-in of this server.
  address text,
  mchid text not null,
  appid text not null,
  -- Of our own certificate.
  serial text not null,
  -- Of the channel's public key or certificate.
  platform_serial text not null,
  trade text not null check (trade in ('native', 'h5')),
  -- {"privateKey","apiKey","platformKey"}
  sealed bytea not null,
  active boolean not null,
  since timestamptz not null,
  revision int not null default 1,
  changed_name text not null,
  changed_at timestamptz not null
);
call declare_table('payment_merchant', 'owned', 'owned', 'select, insert, update');

-- One order at the channel for one booking. It is written before the channel is asked, so that nothing paid is unknown here.
create table payment_order (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  booking_id uuid not null,
  out_trade_no text not null,
  about text not null,
  amount_cents int not null check (amount_cents > 0),
  trade text not null check (trade in ('native', 'h5')),
  state text not null check (state in ('new', 'open', 'paid', 'closed')),
  -- What came of the money: the booking was confirmed, the visit had begun, it goes back, or a person has to look.
  settled text check (settled in ('confirmed', 'kept', 'refund', 'person')),
  pay_url text,
  expires_at timestamptz not null,
  made_at timestamptz not null,
  paid_at timestamptz,
  paid_cents int,
  transaction_id text,
  -- When the channel is asked next; null when there is nothing to ask.
  next_at timestamptz,
  asks int not null default 0,
  last_error text,
  -- The day of the bill that named it.
  billed_on date,
  primary key (institution_id, id),
  constraint payment_order_number_once unique (institution_id, out_trade_no)
);
-- One order at a time: a second one would be paid twice.
create unique index payment_order_one_open on payment_order (institution_id, booking_id) where state in ('new', 'open');
create index payment_order_of_booking on payment_order (institution_id, booking_id);
create index payment_order_due on payment_order (next_at) where next_at is not null;
create index payment_order_made on payment_order (institution_id, made_at, id);
create index payment_order_paid on payment_order (institution_id, paid_at) where paid_at is not null;
call declare_table('payment_order', 'owned', 'owned', 'select, insert, update');

create table payment_refund (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  order_id uuid not null,
  out_refund_no text not null,
  amount_cents int not null check (amount_cents > 0),
  reason text not null check (reason in ('cancelled', 'stopped', 'late', 'twice', 'cheaper', 'person')),
  words text not null default '',
  state text not null check (state in ('due', 'asked', 'done', 'failed')),
  refund_id text,
  made_at timestamptz not null,
  made_name text not null,
  done_at timestamptz,
  next_at timestamptz,
  tries int not null default 0,
  last_error text,
  billed_on date,
  primary key (institution_id, id),
  constraint payment_refund_number_once unique (institution_id, out_refund_no),
  -- The same reason pays back once, whatever runs twice.
  constraint payment_refund_once unique (institution_id, order_id, reason),
  foreign key (institution_id, order_id) references payment_order (institution_id, id)
);
create index payment_refund_due on payment_refund (next_at) where next_at is not null;
call declare_table('payment_refund', 'owned', 'owned', 'select, insert, update');

-- The channel's bill of one day, compared.
create table payment_bill (
  institution_id uuid not null,
  on_date date not null,
  region_code text not null,
  state text not null check (state in ('compared', 'failed')),
  paid_count int not null default 0,
  paid_cents bigint not null default 0,
  refund_count int not null default 0,
  refund_cents bigint not null default 0,
  differences int not null default 0,
  tries int not null default 0,
  last_error text,
  tried_at timestamptz not null,
  primary key (institution_id, on_date)
);
call declare_table('payment_bill', 'owned', 'owned', 'select, insert, update');

create table payment_difference (
  institution_id uuid not null,
  id uuid not null,
  region_code text not null,
  on_date date not null,
  kind text not null check (kind in ('not-here', 'not-there', 'amount')),
  subject text not null check (subject in ('payment', 'refund')),
  number text not null,
  ours_cents int,
  theirs_cents int,
  state text not null check (state in ('open', 'settled')),
  words text not null default '',
  settled_name text,
  settled_at timestamptz,
  primary key (institution_id, id),
  constraint payment_difference_once unique (institution_id, kind, subject, number)
);
call declare_table('payment_difference', 'owned', 'owned', 'select, insert, update');

-- What the stand-in of a demonstration remembers: its keys and orders, sealed. Empty in a real house.
create table payment_stand_in (
  name text primary key,
  sealed bytea not null
);
call declare_table('payment_stand_in', 'local', 'open', 'select, insert, update');

-- By which telephone a booking is found at the phone desk; the number itself is sealed in the booking.
create table booking_phone (
  institution_id uuid not null,
  phone_index text not null,
  booking_id uuid not null,
  region_code text not null,
  primary key (institution_id, phone_index, booking_id)
);
call declare_table('booking_phone', 'owned', 'owned', 'select, insert');

-- What primary care booked at hospitals for others is looked for by its maker.
create index booking_made_elsewhere on booking (made_by, on_date) where way in ('village', 'referral');
