#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Has the real servers of Debian 13 read the files of this folder, in a tree of their own, and Dovecot's quota-status answer.
# Needs root and debootstrap (apt-get install debootstrap), some 600 MB and a minute or two.
#   src/test/mail-debian13/check.sh [tree]        (default: target/debian13; a tree that is there is used again)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tree=${1:-target/debian13}
if [ ! -e "$tree/.complete" ]; then
  debootstrap --variant=minbase --include=dovecot-imapd,dovecot-pop3d,dovecot-lmtpd,postfix,nginx,libnginx-mod-mail \
    trixie "$tree"
  touch "$tree/.complete"
fi
mail=$tree/run/sekisho-mail
rm -rf "$mail"
mkdir -p "$mail"/{log,tls,postfix-queue,postfix-data,dovecot-a/{run,state,mail,home}}
# nginx.conf, master.cf and the tables are those of Debian 12.
cp -r "$here"/../mail/nginx "$here"/../mail/postfix "$mail/"
cp -r "$here"/{dovecot,postfix} "$mail/"
cp "$here"/../mail/dovecot/users-a "$mail/dovecot/"
# 2.4 has another name for a user's own limit.
sed -i 's/userdb_quota_rule=\*:bytes=\([0-9]*\)/userdb_quota_storage_size=\1B/' "$mail/dovecot/users-a"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=mail.example.net \
  -keyout "$mail/tls/mail.key" -out "$mail/tls/mail.crt" 2>/dev/null
chroot "$tree" chown -R mail:mail /run/sekisho-mail/dovecot-a/mail /run/sekisho-mail/dovecot-a/home
chroot "$tree" chown postfix /run/sekisho-mail/postfix-data
# Only /dev/null, random and the like are needed; debootstrap has made them.
echo "nginx:   $(chroot "$tree" nginx -v 2>&1)"
chroot "$tree" nginx -t -c /run/sekisho-mail/nginx/nginx.conf
echo "postfix: $(chroot "$tree" postconf -h mail_version)"
chroot "$tree" postconf -c /run/sekisho-mail/postfix -n >"$mail/postconf-n" 2>"$mail/postconf-errors"
chroot "$tree" postconf -c /run/sekisho-mail/postfix -M >"$mail/postconf-M" 2>>"$mail/postconf-errors"
cat "$mail/postconf-errors"
# A parameter that Postfix does not know, or no longer wants, is a warning on standard error.
[ ! -s "$mail/postconf-errors" ]
echo "dovecot: $(chroot "$tree" dovecot --version)"
chroot "$tree" doveconf -n -c /run/sekisho-mail/dovecot/dovecot.conf >"$mail/doveconf-n"

# Dovecot alone runs in a network of its own, so that no port is in the way.
unshare -n bash -s "$tree" <<'INSIDE'
set -euo pipefail
tree=$1
ip link set lo up
trap 'chroot "$tree" doveadm -c /run/sekisho-mail/dovecot/dovecot.conf stop 2>/dev/null || true' EXIT
chroot "$tree" dovecot -c /run/sekisho-mail/dovecot/dovecot.conf
request() { # recipient, size
  exec 3<>/dev/tcp/127.0.0.11/11340
  printf 'request=smtpd_access_policy\nprotocol_state=RCPT\nrecipient=%s\nsize=%s\n\n' "$1" "$2" >&3
  timeout 10 head -1 <&3
  exec 3>&-
}
for i in $(seq 50); do (exec 3<>/dev/tcp/127.0.0.11/11340) 2>/dev/null && break; sleep 0.2; done
for row in 'alice@example.net 1000 action=DUNNO' 'heidi@example.net 9000 action=552 5.2.2' \
  'alice@example.net 200000000 action=552 '; do
  read -r who size wanted <<<"$row"
  answer=$(request "$who" "$size")
  echo "quota-status, $who, $size bytes: $answer"
  case $answer in "$wanted"*) ;; *) echo "expected $wanted" >&2; cat "$tree"/run/sekisho-mail/log/dovecot-a.log >&2; exit 1 ;; esac
done
INSIDE
echo "Debian 13: all files are accepted, and quota-status answers"
