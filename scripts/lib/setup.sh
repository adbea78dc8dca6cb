# Shared by scripts/demo and scripts/test: sourced by bash, after `root` is set to the clone.
# Each function sets up one thing, unless it is there already. It either succeeds or ends the script
# with a sentence that says what to do.

here=$(dirname "${BASH_SOURCE[0]}")
. "$here/say.sh"
. "$here/node.sh"
. "$here/apt.sh"
. "$here/redis.sh"
. "$here/prometheus.sh"
. "$here/chromium.sh"
. "$here/faketime.sh"
. "$here/shells.sh"
unset here

# Removes variables of the shell that must not reach the programs started here: a proxy, another
# Redis, credentials.
clear_environment() {
  local name
  for name in $(compgen -e); do
    case $name in
      [Hh][Tt][Tt][Pp]_[Pp][Rr][Oo][Xx][Yy] | [Hh][Tt][Tt][Pp][Ss]_[Pp][Rr][Oo][Xx][Yy]) ;;
      [Aa][Ll][Ll]_[Pp][Rr][Oo][Xx][Yy] | [Nn][Oo]_[Pp][Rr][Oo][Xx][Yy]) ;;
      REDIS_URL | RELAY_* | METASTUDIO_* | HUAWEICLOUD_* | PORT | HOST | LOG_LEVEL) ;;
      NODE_OPTIONS | NODE_ENV) ;;
      *) continue ;;
    esac
    unset "$name"
  done
}
