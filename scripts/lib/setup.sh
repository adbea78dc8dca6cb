# Shared by scripts/demo and scripts/test: sourced by bash, after `root` is set to the clone.
# Each function sets up one thing, does nothing where it is there already, and either succeeds or
# ends the script with one sentence that tells the way out.

here=$(dirname "${BASH_SOURCE[0]}")
. "$here/say.sh"
. "$here/node.sh"
. "$here/apt.sh"
. "$here/redis.sh"
. "$here/prometheus.sh"
. "$here/chromium.sh"
. "$here/faketime.sh"
unset here

# What the shell has set must not reach the programs that we start on loopback: a proxy, another
# Redis, or somebody's credentials.
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
