-- How peers lie, finer: the pooled value around which a funnel's limits lie, and the deciles from ten values on.
alter table measure_spread add column centre numeric, add column deciles numeric[];
