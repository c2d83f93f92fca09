#!/usr/bin/env bash
# What the action does: check, show, comment, and end as the check did.
#
# Nothing of the checked-out repository is run: Python starts isolated (-I), because a pull request
# could bring a `pip.py` along and would find the token here.
set -euo pipefail

work=$(mktemp -d "${RUNNER_TEMP:-/tmp}/charter.XXXXXX")
report=$work/report.md

charter=$(command -v charter || true)
if [[ -z $charter ]]; then
  source=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
  "$CHECK_PYTHON" -I -m venv "$work/venv"
  pip=("$work/venv/bin/python" -I -m pip --quiet --disable-pip-version-check install)
  "${pip[@]}" --require-hashes --requirement "$source/requirements.lock"
  PATH="$work/venv/bin:$PATH" "${pip[@]}" --no-deps --no-build-isolation "$source"
  charter=$work/venv/bin/charter
fi

what=(--all)
if [[ -n $CHECK_SINCE ]]; then
  what=(--since "$CHECK_SINCE")
  if [[ $CHECK_SINCE =~ ^[0-9a-f]{40,64}$ ]] && ! git cat-file -e "$CHECK_SINCE^{commit}" 2>/dev/null
  then # a checkout has one commit alone, and not the one that the pull request is based on
    git fetch --quiet --no-tags --depth=1 origin "$CHECK_SINCE" || true # charter says what is missing
  fi
fi

folders=()
while IFS= read -r folder; do
  if [[ -n $folder ]]; then folders+=("$folder"); fi
done <<<"$CHECK_PATHS"

code=0
"$charter" check "${what[@]}" --fail-on "$CHECK_FAIL_ON" --format github \
  --save "markdown=$report" -- ${folders[@]+"${folders[@]}"} || code=$?

if [[ -f $report ]]; then
  cat "$report" >>"$GITHUB_STEP_SUMMARY"
  if [[ $CHECK_COMMENT == true ]]; then
    "$charter" comment --key "$CHARTER_AGENCY $CHECK_PATHS" -- "$report" ||
      echo "::warning title=Charter::There is no comment; the summary of this job has the report."
  fi
fi
exit "$code"
