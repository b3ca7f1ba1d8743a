#!/usr/bin/env bash
# Opens a small position with a key, and closes it again. The key is made in the account menu under "API keys", with
# "Read and trade". This needs bash and curl alone:
#
#     FULCRUM_KEY=fk_... examples/bot.sh
set -euo pipefail

url=${FULCRUM_URL:-http://localhost:4000}
key=${FULCRUM_KEY:?Set FULCRUM_KEY to a key that may trade.}
asset=BTC_USDC

# Sends one request, a POST if there is a body, and keeps the answer in $status and $body. Status 000: no answer came, and
# nobody knows whether it was carried out. The key comes from a file that only curl sees, not from its command line.
ask() {
  local answer
  local -a send=()
  [ $# -lt 2 ] || send=(-H 'Content-Type: application/json' -d "$2")
  answer=$(curl -s --max-time 10 "$url/api/v1$1" -H @<(printf 'Authorization: Bearer %s\n' "$key") \
    ${send[@]+"${send[@]}"} -w '\n%{http_code}') || true
  status=${answer##*$'\n'}
  body=${answer%$'\n'*}
}

# Asks until there is an answer. An order is named by its id, so to send it again does not open or close it twice. With
# 429 and 503 nothing was done.
insist() {
  local attempt
  for attempt in 1 2 3 4 5 6 7 8 9 10; do
    ask "$@"
    case $status in
      000 | 429 | 5??) echo "$1: $status; asking again (attempt $attempt)" && sleep 1 ;;
      *) return 0 ;;
    esac
  done
  echo "$1: no answer" >&2
  exit 1
}

# A field of the last answer, which is text in JSON.
field() { sed -n 's/.*"'"$1"'":"\([^"]*\)".*/\1/p' <<<"$body"; }

# Waits until it is known what became of the order, and demands that it is $1.
settled_as() {
  insist "/trade/orders/$order_id"
  while [ "$(field status)" = pending ]; do sleep 0.5 && insist "/trade/orders/$order_id"; done
  [ "$(field status)" = "$1" ] || refused
}

refused() {
  echo "refused: $status $body" >&2
  exit 1
}

insist /market/quotes
body=$(grep -o "\"asset\":\"$asset\"[^}]*" <<<"$body") || { echo "$asset has no price yet." >&2 && exit 1; }
price=$(field ask)
echo "$asset is offered at $price"

order_id=$({ cat /proc/sys/kernel/random/uuid 2>/dev/null || uuidgen; } | tr '[:upper:]' '[:lower:]')
size="\"asset\":\"$asset\",\"side\":\"buy\",\"quantity\":\"0.01\",\"leverage\":10"
insist /trade/create-order "{\"orderId\":\"$order_id\",$size,\"expectedPrice\":\"$price\",\"maxSlippageBps\":50}"
# 202: its outcome is not known yet. Duplicate: an earlier sending, whose answer was lost, has opened it.
case "$status $(field code)" in
  201*) ;;
  202* | *duplicate_order) settled_as open ;;
  *) refused ;;
esac
echo "opened $order_id at $(field openPrice)"

sleep 1
insist /trade/close-order "{\"orderId\":\"$order_id\"}"
# Unknown: an earlier sending has closed it, or a stop has.
case "$status $(field code)" in
  200*) ;;
  202* | *unknown_order) settled_as closed ;;
  *) refused ;;
esac
echo "closed, profit $(field pnl) USDC"
