# The library libfaketime, with which tests set the clocks of the processes that they start.

has_faketime() {
  compgen -G '/usr/lib/*/faketime/libfaketime.so.1' >/dev/null ||
    [ -e /usr/lib/faketime/libfaketime.so.1 ]
}

ensure_faketime() {
  has_faketime && return
  command -v apt-get >/dev/null ||
    die 'libfaketime is not there: install it and run this again.'
  install_with_apt libfaketime libfaketime
  has_faketime || die 'libfaketime is installed, but is not below /usr/lib.'
}
