-- SPDX-License-Identifier: Apache-2.0
-- counted_at changes with each write, and PostgreSQL can update a row in place (HOT) only where no index knows what changes. Who asks by
-- it, once an hour and at the start, reads nearly the whole table anyway.
DROP INDEX send_counter_counted_at_ix;
