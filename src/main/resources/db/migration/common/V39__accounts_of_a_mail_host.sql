-- SPDX-License-Identifier: Apache-2.0
-- A page of a mail host's accounts in their order, without sorting all of them.
CREATE INDEX account_mail_host_address_ix ON account (mail_host, address);
