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

install_missing() {
  local missing=() package command python
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
  [ ${#missing[@]} -eq 0 ] && return
  if [ ${#as_root[@]} -eq 0 ]; then
    echo "缺少系统软件包，请先以管理员身份执行：apt-get install ${missing[*]}" >&2
    exit 1
  fi
  echo "正在安装系统软件包：${missing[*]}"
  apt_get update || true  # an unreachable source need not matter; the next line decides
  apt_get install -y --no-install-recommends "${missing[@]}"
}

# The only free 仿宋 lies in a package of 49 MB that would unpack to 277; one font and its licence are kept.
# Without it papers are printed in a light 宋体 and say so, therefore nothing here is fatal.
fetch_fangsong() {
  local to=/usr/local/share/fonts/fandol from=usr/share/texlive/texmf-dist/fonts/opentype/public/fandol box
  [ ${#as_root[@]} -gt 0 ] || to=${XDG_DATA_HOME:-$HOME/.local/share}/fonts/fandol
  [ -e "$to/FandolFang-Regular.otf" ] && return
  box=$(mktemp -d)
  echo "正在下载仿宋字体（约 49 MB，只留 7 MB）"
  if (cd "$box" && timeout 180 apt-get -q download texlive-lang-chinese && dpkg -x texlive-lang-chinese_*.deb .) >/dev/null 2>&1 &&
    "${as_root[@]}" mkdir -p "$to" &&
    "${as_root[@]}" install -m 644 "$box/$from/FandolFang-Regular.otf" "$box"/usr/share/doc/texlive-doc/fonts/fandol/* "$to"; then
    "${as_root[@]}" fc-cache "$to" 2>/dev/null || true
  else
    echo "没有取得仿宋字体，公文将用宋体细体代替；也可以把有授权的仿宋字体放进 FONTS_DIR。" >&2
  fi
  rm -rf "$box"
}

as_root=()
if [ "$(id -u)" -eq 0 ]; then
  as_root=(env)
elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then
  as_root=(sudo -n env)
fi

apt_get() {
  "${as_root[@]}" DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 "$@" </dev/null
}

install_missing
fetch_fangsong
