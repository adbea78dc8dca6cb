# Installs packages of Debian and Ubuntu.

# install_with_apt PROGRAM PACKAGE...
install_with_apt() {
  local program=$1 as=()
  shift
  if [ "$(id -u)" -ne 0 ]; then
    local way_out="as root run 'apt-get install $*', then run this again."
    command -v sudo >/dev/null || die "$program is not on the PATH: $way_out"
    as=(sudo)
    # Without a terminal nobody can type a password.
    [ -t 0 ] || as=(sudo -n)
    "${as[@]}" true || die "$program is not on the PATH, and sudo is not allowed: $way_out"
  fi
  say "Installing $* (apt-get) …"
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0)
  # The package lists may be new enough already.
  quietly ${as[@]+"${as[@]}"} "${apt[@]}" update || say 'apt-get update failed; going on without.'
  quietly ${as[@]+"${as[@]}"} "${apt[@]}" install -y --no-install-recommends "$@" ||
    die "apt-get could not install $*; what it wrote is above."
}
