# Installs what Debian and Ubuntu have.

# install_with_apt PROGRAM PACKAGE...
install_with_apt() {
  local program=$1 as=()
  shift
  if [ "$(id -u)" -ne 0 ]; then
    local way_out="as root run 'apt-get install $*', then run this again."
    command -v sudo >/dev/null || die "$program is not on the PATH: $way_out"
    as=(sudo)
    # Nobody is there to type a password.
    [ -t 0 ] || as=(sudo -n)
    "${as[@]}" true || die "$program is not on the PATH, and sudo is not allowed: $way_out"
  fi
  say "Installing $* (apt-get) …"
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
  # The lists of packages may be there already, and good enough.
  quietly ${as[@]+"${as[@]}"} "${apt[@]}" update || say 'apt-get update failed; going on without.'
  quietly ${as[@]+"${as[@]}"} "${apt[@]}" install -y --no-install-recommends "$@" ||
    die "apt-get could not install $*; what it wrote is above."
}
