# The program redis-server. The demo and the tests start servers of their own, on free ports and in
# temporary folders, and never connect to another one.

ensure_redis() {
  command -v redis-server >/dev/null || install_redis
  # Debian 11 and Ubuntu 22.04 have an older one.
  is_new_redis "$(redis-server --version)" ||
    die 'redis-server is older than 6.2: install a newer one (packages.redis.io has it), and run this again.'
}

# is_new_redis TEXT: whether what redis-server says of its version is 6.2 or newer.
is_new_redis() {
  case $1 in
    *' v='[0-5].* | *' v='6.[01].*) return 1 ;;
  esac
}

install_redis() {
  if command -v apt-get >/dev/null; then
    install_with_apt redis-server redis-server
  elif command -v brew >/dev/null; then
    say 'Installing redis-server (brew install redis) …'
    quietly brew install redis ||
      die 'Homebrew could not install redis; what it wrote is above.'
  else
    die 'redis-server is not on the PATH: install Redis 7 and run this again.'
  fi
  hash -r
  command -v redis-server >/dev/null ||
    die 'Redis is installed, but redis-server is not on the PATH: add its folder to the PATH.'
}
