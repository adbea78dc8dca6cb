# The program redis-server. The demo and the tests start servers of their own, on free ports and in
# temporary folders, and never connect to another one.

ensure_redis() {
  command -v redis-server >/dev/null && return
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
