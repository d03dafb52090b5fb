-- Each field of iRedMail by which an account is restricted, in an account of its own; the tables are those of iredmail.sql.
INSERT INTO domain (domain, backupmx, active, expired) VALUES
    ('backup.example', 1, 1, '9999-12-31'), ('gone.example', 0, 1, '2020-01-01'), ('soon.example', 0, 1, '2030-01-01');
ALTER TABLE mailbox ADD enablesieve INT2 NOT NULL DEFAULT 1;
INSERT INTO mailbox (username, password, domain) VALUES
    ('local@soon.example', '{SHA}x', 'soon.example'), ('nowhere@soon.example', '{SHA}x', 'soon.example'),
    ('free@soon.example', '{SHA}x', 'soon.example'), ('mixed@soon.example', '{SHA}x', 'soon.example'),
    ('clear@soon.example', '{SHA}x', 'soon.example'), ('later@soon.example', '{SHA}x', 'soon.example'),
    ('locked@soon.example', '!', 'soon.example'), ('orphan@other.example', '{SHA}x', 'other.example'),
    ('backup@backup.example', '{SHA}x', 'backup.example'), ('gone@gone.example', '{SHA}x', 'gone.example');
UPDATE mailbox SET allow_nets = 'local' WHERE username = 'local@soon.example';
UPDATE mailbox SET allow_nets = '' WHERE username = 'nowhere@soon.example';
UPDATE mailbox SET enableimap = 0 WHERE username = 'mixed@soon.example';
UPDATE mailbox SET enablepop3secured = 0, enablesieve = 0 WHERE username = 'clear@soon.example';
UPDATE mailbox SET expired = '2030-01-01' WHERE username = 'later@soon.example';
INSERT INTO alias (address, domain, active) VALUES ('off@soon.example', 'soon.example', 0);
INSERT INTO forwardings (address, forwarding, is_list) VALUES
    ('off@soon.example', 'free@soon.example', 1), ('x@gone.example', 'free@soon.example', 0);
