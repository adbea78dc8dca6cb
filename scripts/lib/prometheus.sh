# The programs prometheus and promtool, with which tests check the alert rules and the dashboards, on a free port
# and in temporary folders. The installation leaves no service running.

ensure_prometheus() {
  command -v prometheus >/dev/null && command -v promtool >/dev/null && return
  if command -v apt-get >/dev/null; then
    install_with_apt prometheus prometheus
  elif command -v brew >/dev/null; then
    say 'Installing prometheus (brew install prometheus) …'
    quietly brew install prometheus ||
      die 'Homebrew could not install prometheus; what it wrote is above.'
  else
    die 'prometheus is not on the PATH: install Prometheus 2.42 or newer and run this again.'
  fi
  hash -r
  command -v prometheus >/dev/null && command -v promtool >/dev/null ||
    die 'Prometheus is installed, but prometheus or promtool is not on the PATH: add their folder to the PATH.'
}
