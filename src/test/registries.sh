#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Tries docs/security.md, "Where logins come from", and docs/monitoring.md, "MBeans" and "JSON logs", for real: a gate of its own with
# the drop-ins of src/test/registries, Debian's slapd, and the OpenID provider of npm's oidc-provider. Prints what each user gets.
#
#   mvn package liberty:create liberty:install-feature   # or any build that has left target/liberty and target/sekisho.ear
#   apt-get install slapd curl; npm install --prefix target/op oidc-provider
#   src/test/registries.sh plain | any of: ldap oidc jmx json traces
#
# Uses ports 9080, 9443, 3000, 3389, 4318 of loopback, and ends what it has started. LDAP_ROOT: where slapd is unpacked, if not installed.
set -eu
cd "$(dirname "$0")/../.."
work=$PWD/target/tries/$(date +%s)
server=$work/usr/servers/try
own=()
trap 'WLP_USER_DIR=$work/usr target/liberty/wlp/bin/server stop try >/dev/null 2>&1 || true; for p in "${own[@]}"; do kill "$p" 2>/dev/null || true; done' EXIT

mkdir -p "$server/configDropins/overrides" "$server/lib/jdbc"
cp -r src/main/liberty/config/* "$server/"
find target/liberty/wlp/usr/servers -path '*/lib/jdbc/*.jar' -exec cp -n {} "$server/lib/jdbc/" \;
cp target/sekisho.ear "$server/"
printf "%s\n" "application.location=$server/sekisho.ear" >"$server/bootstrap.properties"
printf '%s\n' SEKISHO_ADMIN_PASSWORD=try-admin-password SEKISHO_MAILAUTH_KEY=try-key-of-nginx SEKISHO_DEMO=false \
    SEKISHO_REHEARSAL_SECONDS=1 >"$server/server.env"
for what in "$@"; do
    [ ! -f "src/test/registries/$what.xml" ] || cp "src/test/registries/$what.xml" "$server/configDropins/overrides/"
    [ ! -f "src/test/registries/$what.env" ] || cat "src/test/registries/$what.env" >>"$server/server.env"
done

directory() {
    local root=${LDAP_ROOT:-} run=$work/ldap name
    [ -z "$root" ] || export LD_LIBRARY_PATH=$root/usr/lib/x86_64-linux-gnu
    mkdir -p "$run/db"
    {
        for name in core cosine inetorgperson; do echo "include $root/etc/ldap/schema/$name.schema"; done
        printf '%s\n' "modulepath $root/usr/lib/ldap" 'moduleload back_mdb' 'database mdb' 'suffix "dc=example,dc=org"' "directory $run/db" \
            'access to attrs=userPassword by anonymous auth by * none' \
            'access to * by dn.exact="cn=gate,dc=example,dc=org" read by * none'
    } >"$run/slapd.conf"
    {
        printf 'dn: dc=example,dc=org\nobjectClass: dcObject\nobjectClass: organization\ndc: example\no: Example\n\n'
        printf 'dn: cn=gate,dc=example,dc=org\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: gate\nuserPassword: gate-secret\n\n'
        for name in people groups; do printf 'dn: ou=%s,dc=example,dc=org\nobjectClass: organizationalUnit\nou: %s\n\n' $name $name; done
        for name in vera sam helga ada nobody; do
            printf 'dn: uid=%s,ou=people,dc=example,dc=org\nobjectClass: inetOrgPerson\nuid: %s\ncn: %s\nsn: %s\nuserPassword: %s-secret\n\n' $name $name $name $name $name
        done
        for name in viewer:vera support:sam domain-support:helga admin:ada; do
            printf 'dn: cn=sekisho-%s,ou=groups,dc=example,dc=org\nobjectClass: groupOfNames\ncn: sekisho-%s\nmember: uid=%s,ou=people,dc=example,dc=org\n\n' "${name%:*}" "${name%:*}" "${name#*:}"
        done
    } >"$run/data.ldif"
    "$root/usr/sbin/slapadd" -f "$run/slapd.conf" -l "$run/data.ldif"
    "$root/usr/sbin/slapd" -f "$run/slapd.conf" -h ldap://127.0.0.1:3389 -d 256 >"$run/log" 2>&1 &
    own+=($!)
}

start() {
    local began
    began=$(date +%s%N)
    WLP_USER_DIR=$work/usr target/liberty/wlp/bin/server start try >/dev/null
    until curl -sf http://127.0.0.1:9080/health/ready >/dev/null; do sleep 0.2; done
    echo "ready after $((($(date +%s%N) - began) / 1000000)) ms, $(awk '/VmRSS/ {print int($2 / 1024)}' "/proc/$(cat "$work/usr/servers/.pid/try.pid")/status") MB resident"
}

# PATH CURL-OPTIONS...: the status of the API's answer, and the beginning of its body
api() {
    local path=$1
    shift
    echo "$path $(printf '%s ' "${@/Bearer */Bearer …}"): $(curl -s -w ' [%{http_code}]' "$@" "http://127.0.0.1:9080/api/v1$path" | cut -c1-160)"
}

for what in "$@"; do
    case $what in
    ldap) directory ;;
    oidc)
        node src/test/registries/op.mjs >"$work/op.log" 2>&1 &
        own+=($!)
        until curl -sf http://127.0.0.1:3000/jwks >/dev/null; do sleep 0.2; done
        ;;
    traces)
        python3 src/test/registries/otlp.py >"$work/otlp.log" &
        own+=($!)
        ;;
    esac
done
start
for what in "$@"; do
    echo "== $what"
    case $what in
    ldap)
        api /domains -u admin:try-admin-password
        api /domains/example.org -u ada:ada-secret -X PUT -H 'Content-Type: application/json' -d '{}'
        for user in vera sam helga nobody; do api /domains -u $user:$user-secret; done
        api /domains -u vera:wrong
        api /domains -u '*:vera-secret'
        api /domains -u 'vera)(uid=*:vera-secret'
        api /domains/other.example -u vera:vera-secret -X PUT -H 'Content-Type: application/json' -d '{}'
        api /staff/helga -u ada:ada-secret -X PUT -H 'Content-Type: application/json' -d '{"domains": ["example.org"]}'
        api /domains -u helga:helga-secret
        api /accounts/nobody@example.org/counters -u sam:sam-secret -X DELETE
        api /audit?by=ada -u vera:vera-secret
        ;;
    oidc)
        token() { curl -s -u "$1:$1-secret" -d grant_type=client_credentials -d scope=api http://127.0.0.1:3000/token | sed 's/.*"access_token":"\([^"]*\)".*/\1/'; }
        for client in monitor night stranger; do
            echo "client $client"
            bearer=$(token $client)
            api /domains -H "Authorization: Bearer $bearer"
            api /accounts/nobody@example.org/counters -X DELETE -H "Authorization: Bearer $bearer"
        done
        echo "forged: another signature, another audience's, none"
        api /domains -H "Authorization: Bearer ${bearer%?????}AAAAA"
        api /domains -H "Authorization: Bearer $(printf '{"alg":"none"}' | base64 -w0 | tr -d =).$(printf '{"sub":"admin","iss":"http://127.0.0.1:3000","aud":"sekisho","groups":["sekisho-admin"],"exp":4102444800}' | base64 -w0 | tr -d =)."
        api /domains
        api /domains -u admin:try-admin-password
        api '/audit?kind=counters&limit=1' -u admin:try-admin-password
        ;;
    jmx)
        for path in mbeans/dev.sekisho%3Atype%3DStores/attributes mbeans/dev.sekisho%3Atype%3DHosts/attributes mbeans/dev.sekisho%3Atype%3DLimits/attributes \
            mbeans/dev.sekisho%3Aname%3Dratelimit%2Ctype%3DPolicyListener/attributes; do
            echo "$path $(curl -sk -w ' [%{http_code}]' -u admin:try-admin-password "https://127.0.0.1:9443/IBMJMXConnectorREST/$path")"
        done
        curl -sk -o /dev/null -w 'adminCenter %{http_code}\n' -u admin:try-admin-password https://127.0.0.1:9443/adminCenter/
        ;;
    json)
        api /domains -u admin:wrong
        grep SKS0703W "$server/logs/messages.log"
        ;;
    traces)
        api /domains -u admin:try-admin-password
        sleep 7
        cut -c1-600 "$work/otlp.log"
        ;;
    esac
done
