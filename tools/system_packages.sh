#!/usr/bin/env bash
# Installs what pip cannot: tools/system_packages.sh run|test
# With apt and as root (or with sudo that asks nothing); otherwise it names what is missing, in one sentence.
set -euo pipefail

packages=(
  libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz0b libharfbuzz-subset0 libfontconfig1
  fonts-noto-cjk fonts-noto-cjk-extra fonts-lxgw-wenkai fonts-dejavu-core
)
commands=()
if [ "${1:-run}" = test ]; then
  commands+=(chromium pdftotext)
fi
declare -A package_of=([chromium]=chromium [pdftotext]=poppler-utils)

if ! command -v dpkg-query >/dev/null; then
  # Another kind of Linux, or macOS: its packages have other names, so we can only say what is needed.
  echo "本机没有 apt，请用系统自带的方式安装与这些软件包相当的组件（已装好则不必理会）：${packages[*]} ${commands[*]}" >&2
  exit 0
fi

is_installed() {
  [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

missing=()
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done
for command in "${commands[@]}"; do
  command -v "$command" >/dev/null || missing+=("${package_of[$command]}")
done
# Debian's own Python comes without the part that makes virtual environments.
python=$("$(dirname "$0")/find_python.sh" 2>/dev/null) || python=
if [ -z "$python" ]; then
  missing+=(python3 python3-venv)
elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
  missing+=("python$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')-venv")
fi
[ ${#missing[@]} -eq 0 ] && exit 0

if [ "$(id -u)" -eq 0 ]; then
  as_root=(env)
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo -n env)
else
  echo "缺少系统软件包，请先以管理员身份执行：apt-get install ${missing[*]}" >&2
  exit 1
fi

apt_get() {
  "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" </dev/null
}
echo "正在安装系统软件包：${missing[*]}"
apt_get update || true  # an unreachable source need not matter; the next line decides
apt_get install -y --no-install-recommends "${missing[@]}"
