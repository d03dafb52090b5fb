-- 100 users on a real Dovecot, many on a bare responder, and on 200 hosts of which the last 20 say nothing.
INSERT INTO mail_host (name, address, quota_port, probe) VALUES ('dovecot', '127.0.0.1', 20090, FALSE), ('bare', '127.0.0.1', 20190, FALSE);
INSERT INTO mail_host (name, address, quota_port, probe)
  SELECT 'host' || n.x, '127.0.1.' || (n.x + 1), CASE WHEN n.x < 180 THEN 20190 ELSE 20191 END, FALSE FROM SYSTEM_RANGE(0, 199) AS n(x);
INSERT INTO domain (name) VALUES ('example.com'), ('bare.example'), ('many.example'), ('silent.example');
INSERT INTO account (address, domain_name, mail_host, secret)
  SELECT 'user' || n.x || '@example.com', 'example.com', 'dovecot', '{PLAIN}secret' FROM SYSTEM_RANGE(0, 99) AS n(x);
INSERT INTO account (address, domain_name, mail_host, secret)
  SELECT 'user' || n.x || '@bare.example', 'bare.example', 'bare', '{PLAIN}secret' FROM SYSTEM_RANGE(0, 9999) AS n(x);
INSERT INTO account (address, domain_name, mail_host, secret)
  SELECT 'user' || n.x || '@many.example', 'many.example', 'host' || MOD(n.x, 180), '{PLAIN}secret' FROM SYSTEM_RANGE(0, 9999) AS n(x);
INSERT INTO account (address, domain_name, mail_host, secret)
  SELECT 'user' || n.x || '@silent.example', 'silent.example', 'host' || (180 + MOD(n.x, 20)), '{PLAIN}secret' FROM SYSTEM_RANGE(0, 9999) AS n(x);
