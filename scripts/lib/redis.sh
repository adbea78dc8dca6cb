# The program redis-server. The demo and the tests start servers of their own with it, on free
# ports and in temporary folders, and never speak to one that they did not start.

ensure_redis() {
  command -v redis-server >/dev/null && return
  if command -v apt-get >/dev/null; then
    install_with_apt
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

install_with_apt() {
  local as=()
  if [ "$(id -u)" -ne 0 ]; then
    local way_out="as root run 'apt-get install redis-server', then run this again."
    command -v sudo >/dev/null || die "redis-server is not on the PATH: $way_out"
    as=(sudo)
    # Nobody is there to type a password.
    [ -t 0 ] || as=(sudo -n)
    "${as[@]}" true || die "redis-server is not on the PATH, and sudo is not allowed: $way_out"
  fi
  say 'Installing redis-server (apt-get) …'
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
  # The lists of packages may be there already, and good enough.
  quietly ${as[@]+"${as[@]}"} "${apt[@]}" update || say 'apt-get update failed; going on without.'
  quietly ${as[@]+"${as[@]}"} "${apt[@]}" install -y --no-install-recommends redis-server ||
    die 'apt-get could not install redis-server; what it wrote is above.'
}
