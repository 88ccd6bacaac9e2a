#!/bin/sh
# Claims a promo code for a contact and prints the message to send. Needs curl and jq.
# Usage: claim.sh CONTACT. It is safe to run again for the same contact: the same key gets the same code.
set -eu
[ $# -eq 1 ] || { echo 'usage: claim.sh CONTACT' >&2; exit 2; }

# The key identifies the message (this contact, this campaign), not the attempt: every retry sends the same key.
claim=$(jq -n --arg key "$1:birthday-2027" '{type: "birthday", discount: 10, days: 7, key: $key}')
reply=$(mktemp -d)
trap 'rm -rf "$reply"' EXIT

# Six attempts, and the seconds to wait after each, at least; after the last one there is nothing to wait for.
for wait in 1 2 4 8 16 none; do
  # 10 s is longer than the service takes (claims.timeout, 5 s). If curl fails, the response might be cut short.
  status=$(curl -sS --max-time 10 -D "$reply/headers" -o "$reply/body" -w '%{http_code}' \
    -H "Authorization: Bearer ${PROMOPOOL_API_KEY-}" -H 'Content-Type: application/json' \
    -d "$claim" "${PROMOPOOL_URL-http://127.0.0.1:8080}/v1/claims") || status=none
  case $status in
    200 | 201) # 200: an earlier attempt got this code, but its response was lost
      printf '%s\n' "$1: 10% off, for you alone: $(jq -r .promocode "$reply/body")"
      exit ;;
    409) # no code is available: send the message without one
      printf '%s\n' "$1: Happy birthday!"
      exit ;;
    none | 408 | 429 | 5??) # temporary; the code might have been claimed, which the next attempt finds out
      [ "$wait" != none ] || break
      asked=$(sed -n 's/^[Rr]etry-[Aa]fter: *\([0-9][0-9]*\).*/\1/p' "$reply/headers" 2>/dev/null || true)
      [ "${asked:-0}" -le "$wait" ] || wait=$asked
      [ "$wait" -le 60 ] || wait=60
      rm -f "$reply/headers"
      sleep "$wait" ;;
    *) # a mistake that no retry fixes, such as a misspelled type or a wrong API key: "detail" says what to change
      cat "$reply/body" >&2
      exit 1 ;;
  esac
done
echo "Promopool can't be reached or can't serve now; try again later with the same key: $1:birthday-2027" >&2
exit 1
