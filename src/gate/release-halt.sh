#!/bin/sh
# Release Halt: refuses a release while a halt is active. The form of the gate for hooks and bare runners: it needs git,
# and uses `date`, `sleep` and `mkdir` where they are there. The Node form answers the same questions alike.
#
#   release-halt.sh check [--ref R] [--tag T] [--commit C] [--component C] [--environment E]
#                         [--offline] [--max-age SECONDS] [--fetch-history]
#       exit 0: open. 1: halted, or an approval is required. 2: cannot tell.
#   release-halt.sh guard ...
#       the same question; exit 0: go on. 1: stop. What cannot be told stops a production release and warns elsewhere.
#   release-halt.sh pre-push [--lines-may-be-lost] REMOTE URL, release-halt.sh pre-receive
#       as these hooks of git, with what git gives them on standard input; exit 0: go on. 1: stop. With the option, no
#       lines, or pieces of lines, are no word of git on all that is pushed: what could be pushed from here is judged.
#
# Without git, or when it is called in a way that it does not know, it ends with 2.
# RELEASE_HALT_BREAK_GLASS="why" lets guard and the hooks go on all the same, and is recorded.

# release-halt settings: begin
ledger_branch='release-halts'
remote=''
release_refs='refs/tags/* refs/heads/release/* refs/heads/releases/* refs/heads/release-* refs/heads/hotfix/*'
production='production prod live'
max_age='3600'
expected='no'
settings_from=''
# release-halt settings: end

set -u
# History is as it is pushed, whatever stands in for a part of it here; and a patch is as everybody has it.
export GIT_NO_REPLACE_OBJECTS=1 GIT_GRAFT_FILE=/dev/null/none
unset GIT_DIFF_OPTS GIT_EXTERNAL_DIFF GIT_ATTR_SOURCE
unset GIT_LITERAL_PATHSPECS GIT_GLOB_PATHSPECS GIT_NOGLOB_PATHSPECS GIT_ICASE_PATHSPECS
# No name of a file is ever meant by a `*`, and lists are lines.
set -f
LC_ALL=C
export LC_ALL
newline='
'
tab='	'
carriage_return=$(printf '\r')
IFS=$newline

fresh_seconds=30
network_seconds=10
history_seconds=600
limit=$network_seconds
reverts_deep=8
paths_at_most=500
record_bytes=4194304
# What a manager of hooks reads at once, and hands on to one command as a whole.
piece_bytes=32768

usage='Usage: release-halt.sh check|guard [--ref R] [--tag T] [--commit C] [--component C] [--environment E] [--offline] [--max-age SECONDS] [--fetch-history], or release-halt.sh pre-push [--lines-may-be-lost] REMOTE URL, or release-halt.sh pre-receive'

main() {
  if ! command -v git >/dev/null 2>&1; then
    say 'Cannot tell whether a halt stops this release: git was not found.' >&2
    exit 2
  fi
  mode=${1-}
  [ $# -eq 0 ] || shift
  case $mode in
    check)
      read_arguments "$@"
      exec </dev/null
      look_around ''
      ask
      say "$report"
      say_warnings >&2
      push_bypasses
      exit_with_verdict
      ;;
    guard)
      read_arguments "$@"
      exec </dev/null >&2
      look_around ''
      ask
      guard
      say_warnings
      push_bypasses
      exit "$stop"
      ;;
    pre-push | pre-receive)
      if [ "$mode/${1-}" = pre-push/--lines-may-be-lost ]; then
        may_be_lost=yes
        shift
      fi
      updates=$(read_input)
      exec </dev/null >&2
      look_around "${1-}"
      guard_updates "${1-}"
      say_warnings
      push_bypasses
      exit "$stop"
      ;;
    *)
      misused 'That is not a command.'
      ;;
  esac
}

exit_with_verdict() {
  case $verdict in
    open) exit 0 ;;
    halted | approval) exit 1 ;;
    *) exit 2 ;;
  esac
}

# ---------------------------------------------------------------------------------------------------------------------
# What is asked

wanted_ref='' wanted_tag='' wanted_commit='' component='' environment=''
offline=no fetch_history=no

read_arguments() {
  while [ $# -gt 0 ]; do
    case $1 in
      --*=*)
        option=${1%%=*}
        value=${1#*=}
        shift
        set -- "$option" "$value" "$@"
        ;;
    esac
    case $1 in
      --offline) offline=yes ;;
      --fetch-history) fetch_history=yes ;;
      --ref | --tag | --commit | --component | --environment | --max-age)
        # A variable of the pipeline that is empty must not become "nothing was asked", nor the next option its value.
        case ${2-} in
          '' | --offline | --fetch-history | --ref | --tag | --commit | --component | --environment | --max-age)
            misused "$1 needs a value."
            ;;
        esac
        set_option "$1" "$2"
        shift
        ;;
      *) misused "It does not know the argument $(plain "$1")." ;;
    esac
    shift
  done
  [ -z "$wanted_ref" ] || [ -z "$wanted_tag" ] || misused 'Give --ref or --tag, not both.'
}

set_option() {
  case $1 in
    --ref) wanted_ref=$2 ;;
    --tag) wanted_tag=$2 ;;
    --commit) wanted_commit=$2 ;;
    --component) component=$2 ;;
    --environment) environment=$(lower "$2") ;;
    --max-age)
      is_number "$2" || misused '--max-age needs a number of seconds.'
      max_age=$2
      ;;
  esac
}

misused() {
  say "Cannot tell whether a halt stops this release. $1" "$usage" >&2
  exit 2
}

# The lines that git gives to a hook.
read_input() {
  while IFS= read -r line || [ -n "$line" ]; do
    printf '%s\n' "$line"
  done
}

# ---------------------------------------------------------------------------------------------------------------------
# Where it is asked

server=no shallow=no outdated=no state='' now=0 remotes='' remote_known=yes

# $1: the remote that a hook was told of.
look_around() {
  # Git takes paths for those below the folder that it is in.
  up=$(git rev-parse --show-cdup 2>/dev/null)
  [ -z "$up" ] || cd -P "$up" || exit 2
  if ! facts=$(git rev-parse --is-bare-repository --is-shallow-repository --git-common-dir); then
    say 'Cannot tell whether a halt stops this release: there is no git repository here that can be read.'
    exit 2
  fi
  if [ "${facts%%"$newline"*}" != false ] || [ "$mode" = pre-receive ]; then server=yes; fi
  facts=${facts#*"$newline"}
  [ "${facts%%"$newline"*}" = false ] || shallow=yes
  state=${facts#*"$newline"}/release-halt
  # Nobody can tell what a server's gate was made from: no commit is checked out there.
  if [ "$server" = no ] && [ -n "$settings_from" ] && ! has_its_settings; then outdated=yes; fi
  now=$(clock)
  # A person may change the settings, and a copy that is compared with "1h" would never be too old.
  if ! is_number "$max_age"; then
    max_age=0
    warn 'max_age in the settings of this gate is no whole number of seconds, so no copy of the halts counts.'
  fi
  # A server is the store itself, whatever it mirrors to.
  if [ "$server" = yes ]; then
    remote=''
  else
    remotes=$(git remote)
    choose_remote "$1" || remote_known=no
  fi
  if [ "$offline" = yes ]; then
    cut_network
  elif [ "$fetch_history/$shallow/$server" = yes/yes/no ] && [ -n "$remote" ]; then
    fetch_history
  fi
}

# Whether the repository's settings are those that this gate was made from, as far as they may concern it: all but
# comments, and settings that are known to be others'. Of those a line with an anchor counts, which may be used elsewhere.
has_its_settings() {
  file=.release-halt/settings.yaml
  concerning=''
  if [ -e "$file" ]; then
    { [ -f "$file" ] && [ -r "$file" ]; } || return 1
    concerning=$(concerning_gate <"$file")
  fi
  if [ -z "$concerning" ]; then
    [ "$settings_from" = none ]
  else
    [ "$settings_from" = "$(printf '%s' "$concerning" | git hash-object --stdin 2>/dev/null)" ]
  fi
}

concerning_gate() {
  of_others=no
  while IFS= read -r line || [ -n "$line" ]; do
    line=${line%"$carriage_return"}
    case $line in
      '' | '#'*) continue ;;
      ' '* | "$tab"*) ;;
      bugPattern:* | bugUrl:* | component:* | currency:* | timeZone:* | policy:*) of_others=yes ;;
      *) of_others=no ;;
    esac
    case $of_others/$line in
      no/* | *'&'*) printf '%s\n' "$line" ;;
    esac
  done
}

# Prints the seconds since 1970; 0 where nobody knows: then no copy is young.
clock() {
  seconds=$(date +%s 2>/dev/null)
  if is_number "$seconds"; then printf '%s' "$seconds"; else printf 0; fi
}

fetch_history() {
  limit=$history_seconds
  bounded git fetch --quiet --unshallow --no-tags "$remote"
  limit=$network_seconds
  [ "$(git rev-parse --is-shallow-repository)" != false ] || shallow=no
}

# What a partial clone has not got is not fetched behind our back.
cut_network() {
  GIT_NO_LAZY_FETCH=1
  # Before git 2.44 there is no such variable.
  GIT_ALLOW_PROTOCOL=none
  export GIT_NO_LAZY_FETCH GIT_ALLOW_PROTOCOL
}

# The remote that holds the ledger: the setting, the only one, else of those that are known to hold one, or of all where
# none is: `origin`, or the current branch's. False: none of them is it for sure. $1: the remote that a hook was told of,
# which counts where none is known to hold a ledger.
choose_remote() {
  if [ -z "$remotes" ]; then
    remote=''
    return 0
  fi
  [ -z "$remote" ] || return 0
  choice=$remotes
  case $choice in
    *"$newline"*)
      choice=$(remotes_with_ledger)
      if [ -z "$choice" ] && has_line "$1" "$remotes"; then choice=$1; fi
      choice=${choice:-$remotes}
      ;;
  esac
  case $choice in
    *"$newline"*) ;;
    *)
      remote=$choice
      return 0
      ;;
  esac
  branch=$(git symbolic-ref --quiet HEAD)
  upstream=$(git config "branch.${branch#refs/heads/}.remote")
  if has_line origin "$choice"; then
    remote=origin
  elif has_line "$upstream" "$choice"; then
    remote=$upstream
  else
    return 1
  fi
}

remotes_with_ledger() {
  set --
  for name in $remotes; do
    set -- "$@" "refs/release-halt/seen/$name" "refs/release-halt/remote/$name" "refs/remotes/$name/$ledger_branch"
  done
  held=$(git for-each-ref --format='%(refname)' "$@")
  for name in $remotes; do
    if has_line "refs/release-halt/seen/$name" "$held" || has_line "refs/release-halt/remote/$name" "$held" ||
      has_line "refs/remotes/$name/$ledger_branch" "$held"; then
      printf '%s\n' "$name"
    fi
  done
}

# ---------------------------------------------------------------------------------------------------------------------
# The answer to one question: $verdict (open, approval, unknown or halted), and $report for a person

ref='' commit='' heads='' verdict=open report='' told='' because='' asked_for_approval=no

ask() {
  if find_subject; then
    heads=$commit
    answer
  else
    verdict=unknown
    add "Cannot tell whether a halt stops this release: $because"
  fi
}

# Answers about $ref and $commit, of which either may be empty.
answer() {
  verdict=open report='' told='' asked_for_approval=no
  if is_ours "$ref"; then
    add "Open: $ref is where Release Halt keeps its own records."
    return
  fi
  release=no
  if [ -z "$ref" ] || [ -n "$environment" ] || matches_one "$ref" "$(words "$release_refs")"; then
    release=yes
  fi
  load_halts
  concerned=$release
  # By other settings it may be a release.
  [ "$outdated" = no ] || concerned=yes
  judge_halts
  if [ "$concerned" = no ]; then
    add "Open: $ref is not a release."
    return
  fi
  for doubt in $doubts; do
    worsen unknown
    add "Cannot tell whether a halt stops this release: $doubt"
  done
  if [ "$verdict" = open ]; then
    add "Open: no halt stops ${ref:-${commit:-this release}}."
  fi
}

# Refs that carry halts and bypasses must always get through, or nothing could be lifted.
is_ours() {
  case $1 in
    "refs/heads/$ledger_branch" | "refs/heads/$ledger_branch-bypass/"* | refs/release-halt/*) return 0 ;;
  esac
  return 1
}

worsen() {
  case $1/$verdict in
    halted/* | unknown/approval | unknown/open | approval/open) verdict=$1 ;;
  esac
}

# Sets $ref and $commit from what was asked; either may stay empty. False, and $because: the question has no answer.
find_subject() {
  ref='' commit=''
  for name in "$wanted_ref" "$wanted_tag"; do
    if [ -n "$name" ] && ! is_ref_name "$name"; then
      because='git allows no ref of the name that was given.'
      return 1
    fi
  done
  if [ -n "$wanted_tag" ]; then
    find_tag "${wanted_tag#refs/tags/}"
  elif [ -n "$wanted_ref" ]; then
    find_ref "$wanted_ref"
  else
    commit=$(commit_of HEAD)
  fi
  if [ -n "$wanted_commit" ] && ! is_ours "$ref"; then
    commit=$(commit_of "$wanted_commit")
    because='the commit that was given is not here. Fetch it first.'
    [ -n "$commit" ] || return 1
  fi
}

# A tag that is not there yet is about to be made at HEAD.
find_tag() {
  ref=refs/tags/$1
  if exists "$ref"; then
    commit=$(commit_of "$ref")
  else
    commit=$(commit_of HEAD)
  fi
}

find_ref() {
  case $1 in
    HEAD | @)
      # What a pipeline gets for the branch when there is none: no name can be ruled out.
      commit=$(commit_of HEAD)
      return
      ;;
    refs/*) name_ref "$1" ;;
    *)
      for full in "refs/heads/$1" "refs/tags/$1" "refs/remotes/${remote:-origin}/$1"; do
        if exists "$full"; then
          name_ref "$full"
          return
        fi
      done
      case $1 in
        heads/* | tags/*) name_ref "refs/$1" ;;
        "${remote:-origin}"/*) name_ref "refs/remotes/$1" ;;
        *)
          # What may be the id of a commit that is not here rules no name out.
          case $1 in
            *[!0-9A-Fa-f]* | ? | ?? | ??? | ???? | ????? | ??????) ref=refs/heads/$1 ;;
            *) commit=$(commit_of "$1") ;;
          esac
          ;;
      esac
      ;;
  esac
}

# A branch of the remote is meant by the name that it has there.
name_ref() {
  ref=$1
  if exists "$1"; then commit=$(commit_of "$1"); fi
  case $1 in
    refs/remotes/*/HEAD) ref='' ;;
    "refs/remotes/${remote:-origin}"/*) ref=refs/heads/${1#"refs/remotes/${remote:-origin}/"} ;;
  esac
}

# Also where what it points to is missing. `git rev-parse` would try other places, such as a branch of that name.
exists() {
  has_line "$1" "$(git for-each-ref --format='%(refname)' "$1" 2>/dev/null)"
}

# Prints the commit that a name stands for, or nothing.
commit_of() {
  case $1 in -*) return ;; esac
  git rev-parse --verify --quiet "$1^{commit}" 2>/dev/null
}

# ---------------------------------------------------------------------------------------------------------------------
# Going on or not

stop=0 pushing=yes may_be_lost=no guessed=''

# Says what was found, and sets $stop when the release must not go on. Who breaks the glass goes on.
guard() {
  if blocks; then
    say "$report"
    refuse
  elif [ "$verdict" != open ]; then
    say "$report" 'It goes on: what cannot be told stops only a production release.'
  elif [ "$mode" = guard ]; then
    say "$report"
  fi
}

refuse() {
  case ${RELEASE_HALT_BREAK_GLASS-} in
    *[![:space:]]*)
      break_glass
      return
      ;;
  esac
  stop=1
  [ "$verdict" = unknown ] || say 'It can go on once the halt is lifted.'
  say 'In an emergency, RELEASE_HALT_BREAK_GLASS="why" in the environment lets it go on, and is recorded.'
}

# An approval that is required stops also where another halt, of which it cannot be told, would only warn.
blocks() {
  case $verdict/$asked_for_approval in
    open/*) return 1 ;;
    unknown/no) [ -z "$environment" ] || is_production "$environment" ;;
  esac
}

# Each line of $updates is `<local ref> <local id> <remote ref> <remote id>` for pre-push, `<old> <new> <ref>` for
# pre-receive. $1: the remote that is pushed to.
guard_updates() {
  pushed=''
  [ "$may_be_lost" = no ] || is_whole || guess_pushed "$1"
  for update in $updates; do
    # From the end: the local ref of pre-push is what was typed, and may have spaces.
    if [ "$mode" = pre-push ]; then update=${update%" "*}; fi
    ref=${update##*" "}
    update=${update%" "*}
    new=${update##*" "}
    # A branch of a server may be another name of a release branch.
    case $mode/$ref in
      pre-receive/refs/heads/*) ref=$(git symbolic-ref --quiet "$ref" || printf '%s' "$ref") ;;
    esac
    if [ "$mode/$ref" = "pre-receive/refs/heads/$ledger_branch" ]; then
      keep_ledger "${update%%" "*}" "$new"
      continue
    fi
    # All zeros: the ref is deleted.
    case $new in *[!0]*) ;; *) continue ;; esac
    # It may be a tag of something that is no commit.
    add_pushed "$(commit_of "$new")" "$ref"
  done
  for update in $pushed; do
    ref=${update#*" "}
    commit=${update%%" "*}
    answer
    guard
  done
  [ "$stop" = 1 ] || return 0
  if [ -n "$guessed" ]; then
    say 'The hook manager handed on no whole list of what is pushed, so what could be pushed from here was judged. Push again; to' \
      'have the list each time, let it run its commands one after the other (lefthook: without "parallel: true").'
  fi
  say 'Nothing was pushed.'
}

# Whether $updates is all that git said.
is_whole() {
  [ -n "$updates" ] && [ "${#updates}" -lt "$piece_bytes" ] || return 1
  for update in $updates; do
    is_id "${update##*" "}" || return 1
    update=${update%" "*}
    case ${update##*" "} in refs/*) ;; *) return 1 ;; esac
    update=${update%" "*}
    is_id "${update##*" "}" || return 1
  done
}

# Adds to $pushed what a push may bring of which there is no list: each branch and tag that the remote has not, or
# otherwise, and what is checked out by the names that are set for it. Where that is on the remote already, or is on no
# branch, only a push by any name may bring it, if any does. $1: the remote that is pushed to.
guess_pushed() {
  load_halts
  # Most of the time nothing is pushed, and nothing is halted.
  [ -n "$halts$doubts" ] || return 0
  guessed=yes
  head=$(commit_of HEAD)
  checked_out=$(git symbolic-ref --quiet HEAD)
  candidates=''
  if listed=$(bounded git push --dry-run --porcelain --no-verify --no-signed --recurse-submodules=no -- "$1" \
    '+refs/heads/*:refs/heads/*' '+refs/tags/*:refs/tags/*'); then
    for line in $listed; do
      case $line in
        [+*!" "]"$tab"refs/*:refs/*)
          line=${line#*:}
          candidates=$candidates${line%%"$tab"*}$newline
          ;;
      esac
    done
  else
    candidates=$(git for-each-ref --format='%(refname)' refs/heads refs/tags)
    checked_out=''
  fi
  for ref in $candidates; do add_pushed "$(commit_of "$ref")" "$ref"; done
  if ! has_line "$checked_out" "$candidates"; then
    add_pushed "$head" ''
    return
  fi
  for ref in $(git for-each-ref --format='%(upstream:remoteref)%0a%(push:remoteref)' "$checked_out" 2>/dev/null); do
    add_pushed "$head" "$ref"
  done
}

# $1 and $2: a commit, and the ref that it is pushed to. Either may be empty.
add_pushed() {
  has_line "$1" "$heads" || heads=$heads${1:+$1$newline}
  pushed=$pushed$1' '$2$newline
}

# $1 and $2: the ledger's branch as it is, and as somebody would have it.
keep_ledger() {
  case $1 in *[!0]*) ;; *) return ;; esac
  case $2 in *[!0]*) if is_ancestor "$1" "$2"; then return; fi ;; esac
  stop=1
  say "The branch $ledger_branch holds the record of who halted what: it is only added to, not rewritten or deleted."
}

break_glass() {
  why=$(plain "$RELEASE_HALT_BREAK_GLASS")
  say '' '**********************************************************************' \
    'THE GLASS WAS BROKEN: this goes on although it should stop.' "Reason: $why"
  if ! record_bypass; then
    say 'It could NOT be recorded. Tell those who keep the halts yourself.'
  elif [ "$server" = yes ] || push_bypasses; then
    say 'It is recorded, and who keeps the halts will see it.'
  else
    say 'It is recorded in this clone only, and sent with the next run that may push to the remote. Where this clone does' \
      'not last, as that of a pipeline, tell those who keep the halts yourself.'
  fi
  say '**********************************************************************' ''
}

# A commit without files, under a ref of its own, until the next run that reaches the remote has pushed it. A server
# keeps it where a push would have brought it.
record_bypass() (
  if [ "$server" = yes ]; then
    # Git forgets what a hook writes into the quarantine of a push, and forbids it to write refs.
    unset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES
  fi
  person=$(plain "$(git config user.name)")
  address=$(git config user.email)
  export GIT_AUTHOR_NAME="${person:-Release Halt}" GIT_AUTHOR_EMAIL="${address:-release-halt@localhost}"
  export GIT_COMMITTER_NAME="$GIT_AUTHOR_NAME" GIT_COMMITTER_EMAIL="$GIT_AUTHOR_EMAIL"
  tree=$(git mktree </dev/null) || return 1
  record=$(
    git commit-tree "$tree" <<END
Bypassed: ${ref:-$commit}

Reason: $why
Commit: $commit
Ref: $ref
At: $now
By: $person
$(for one in $told; do printf 'Halt: %s\n' "${one%%" "*}"; done)
END
  ) || return 1
  # Two runners may have the same time.
  name=$now-${record%"${record#????????????}"}
  if [ "$server" = yes ]; then
    update_ref "refs/heads/$ledger_branch-bypass/$name" "$record"
  else
    update_ref "refs/release-halt/bypass/$name" "$record"
  fi
) 2>/dev/null

# Sends what is noted of bypasses, once in a run. False: it stays here.
push_bypasses() {
  [ "$server" = no ] || return 0
  waiting=$(git for-each-ref --format='%(refname)' refs/release-halt/bypass)
  [ -n "$waiting" ] || return 0
  [ "$offline" = no ] && [ "$reached" = yes ] && [ "$pushing" = yes ] || return 1
  set --
  for bypass in $waiting; do
    set -- "$@" "$bypass:refs/heads/$ledger_branch-bypass/${bypass#refs/release-halt/bypass/}"
  done
  # Without hooks: this gate is one of them.
  if ! bounded git push --quiet --no-verify --no-signed --recurse-submodules=no "$remote" "$@"; then
    pushing=no
    return 1
  fi
  for bypass in $waiting; do update_ref -d "$bypass"; done
}

# ---------------------------------------------------------------------------------------------------------------------
# The halts that are known: $halts (lines of the gate files, without the closed ones), and $doubts (sentences, one a
# line) where there may be others

loaded=no halts='' doubts='' warnings='' changed='' refs='' tips='' ids='' known='' own='' seen=''
asked=no gone=no reached=no

load_halts() {
  [ "$loaded" = no ] || return 0
  loaded=yes
  if [ "$server" = yes ] || [ -z "$remote" ]; then
    load_own_ledger
  else
    load_ledger_of_remote
  fi
  # A halt that was being shared when the program ended stands in both: what is shared counts.
  known=$ids
  private=$(tip refs/release-halt/private)
  [ -z "$private" ] || read_ledger 'The ledger of private halts' "$private"
  [ "$server" = yes ] || read_files
  if [ "$outdated" = yes ]; then
    doubt 'The settings changed since this gate was installed, or were wrong then. Run "release-halt install" again, and commit what it writes.'
  fi
}

# A halt that only a file holds is read by Release Halt itself; here it is not known which releases it stops.
read_files() {
  for folder in "$state" .release-halt; do
    if [ -d "$folder" ] && [ -r "$folder" ] && [ -x "$folder" ]; then
      read_folder
    elif [ -e "$folder" ] || [ -h "$folder" ]; then
      doubt "The folder $folder cannot be read, so halts may be in it."
    fi
  done
  # What a sparse checkout leaves out of the work tree is in the index.
  if ! listed=$(git ls-files -t -- "$folder" 2>/dev/null); then
    doubt 'The index cannot be read, so halts may be in it.'
  fi
  for line in $listed; do
    case $line in
      'S '*.halt.json)
        file=${line#S }
        name=${file##*/}
        if [ ! -e "$file" ] && is_unknown && git cat-file blob ":./$file" 2>/dev/null | may_be_active; then
          doubt_file
        fi
        ;;
    esac
  done
}

# A halt lies in the folder itself, and its name ends with .halt.json, in small letters. What looks like one elsewhere in
# it is said. Arguments are folders that are not looked into yet, each after whether a link led there: one link is
# followed, as links may go round.
read_folder() {
  set -- no "$folder"
  while [ $# -gt 0 ]; do
    linked=$1 within=$2
    shift 2
    set +f
    for file in "$within"/* "$within"/.[!.]* "$within"/..?*; do
      set -f
      case ${file##*/} in
        *.[Hh][Aa][Ll][Tt].[Jj][Ss][Oo][Nn])
          if [ -e "$file" ] || [ -h "$file" ]; then read_file; fi
          ;;
        *)
          [ -d "$file" ] || continue
          if [ ! -r "$file" ] || [ ! -x "$file" ]; then
            doubt "The folder $file cannot be read, so halts may be in it."
          elif [ ! -h "$file" ]; then
            set -- "$@" "$linked" "$file"
          elif [ "$linked" = no ]; then
            set -- "$@" yes "$file"
          fi
          ;;
      esac
    done
  done
}

read_file() {
  name=${file##*/}
  case $within/$name in
    "$folder/${name%.halt.json}.halt.json")
      if is_unknown && { [ ! -r "$file" ] || may_be_active <"$file"; }; then doubt_file; fi
      ;;
    *) misplaced ;;
  esac
}

is_unknown() {
  ! has_line "${name%.halt.json}" "$ids"
}

doubt_file() {
  doubt "$name says that its halt is active, and no ledger has it. Release Halt reads what it stops; share it, or lift it."
}

misplaced() {
  doubt "$file looks like a halt, and is not read: a halt lies in the folder itself, and its name ends with .halt.json."
}

# Whether the text of a halt does not say that it is a draft, or closed.
may_be_active() {
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      *'"status"'*'"active"'*) return 0 ;;
      *'"status"'*'"draft"'* | *'"status"'*'"closed"'*) return 1 ;;
    esac
  done 2>/dev/null
  return 0
}

load_own_ledger() {
  find_tips "refs/heads/$ledger_branch"
  if [ "$remote_known" = no ]; then
    doubt 'There are several remotes. Name the one that holds the ledger in the settings of the gate.'
  elif [ -z "$tips" ] && is_expected; then
    doubt "The branch $ledger_branch with the halts is missing here."
  fi
  # A server that had it once must not lose it in silence.
  if [ -n "$tips" ] && [ "$server" = yes ]; then
    { [ -d "$state" ] || mkdir -p "$state"; } 2>/dev/null
    note_ledger
  fi
  read_tips
}

load_ledger_of_remote() {
  fetched_ref=refs/release-halt/remote/$remote
  seen_ref=refs/release-halt/seen/$remote
  find_tips "$fetched_ref" "refs/remotes/$remote/$ledger_branch"
  read_age
  if [ "$offline" = no ]; then
    refresh
    find_tips "$fetched_ref" "refs/remotes/$remote/$ledger_branch"
  fi
  if [ "$asked" = no ] && { [ -z "$age" ] || [ "$age" -ge "$max_age" ]; }; then
    doubt "The halts were not fetched from $remote, and no copy here is young enough."
  elif { [ "$gone" = yes ] || [ -z "$own" ]; } && is_expected; then
    doubt "The branch $ledger_branch with the halts is missing at the remote $remote."
  elif [ "$asked/$offline" = no/no ]; then
    warn "The remote $remote could not be asked. The answer rests on what this clone knew of its halts $(age_words) ago."
  fi
  read_tips
  compare_with_seen
}

# Fetches the ledger when that is due. $asked becomes "yes" when the remote answers, or did so a moment ago.
refresh() {
  if is_fresh; then
    asked=yes reached=yes
    return
  fi
  if fetch_ledger; then
    note_answer
    note_ledger
    return
  fi
  # Git ended because we ended it: to ask once more would take as long again.
  if [ $(($(clock) - now)) -lt $((network_seconds - 1)) ]; then ask_why; fi
  [ "$reached" = yes ] || cut_network
}

# What is missing is asked for each time: somebody may have put it back. So is what is too old to count.
is_fresh() {
  [ -n "$age" ] && [ "$age" -le "$fresh_seconds" ] && [ "$age" -lt "$max_age" ] || return 1
  [ -n "$own" ] || ! is_expected
}

# Nothing of the person's changes by it: neither FETCH_HEAD nor what their own fetch brought.
fetch_ledger() {
  fetch_branch --no-write-fetch-head || {
    # Git before 2.29 does not know that.
    [ $? -eq 129 ] && fetch_branch --refmap=
  }
}

fetch_branch() {
  bounded git fetch --quiet --no-tags --no-prune --no-recurse-submodules --no-filter --refmap= "$1" \
    "$remote" "+refs/heads/$ledger_branch:$fetched_ref"
}

# The fetch failed: the branch may be missing there, or another fetch may have been in the way.
ask_why() {
  listed=$(bounded git ls-remote --exit-code "$remote" "refs/heads/$ledger_branch")
  case $? in
    2)
      gone=yes
      note_answer
      forget_copy
      ;;
    0)
      reached=yes
      read_refs
      if [ "${listed%%"$tab"*}" = "$(tip "$fetched_ref")" ]; then
        note_answer
        note_ledger
      fi
      ;;
  esac
}

# What the remote once had is no state of it any more, and all the same what this clone knows.
forget_copy() {
  [ -n "$own" ] || return 0
  if [ -z "$seen" ] || is_ancestor "$seen" "$own"; then note_seen || return 0; fi
  update_ref -d "$fetched_ref" "$own"
}

note_answer() {
  asked=yes reached=yes
  {
    [ -d "$state" ] || mkdir -p "$state"
    [ "$now" -eq 0 ] || printf '%s\n' "$now" "$remote $ledger_branch" >"$state/ledger.fetched"
  } 2>/dev/null
}

# From now on there should be a ledger.
note_ledger() {
  # Not by ":": where that cannot write, the shell ends.
  { printf '' >>"$state/ledger.seen"; } 2>/dev/null
}

# $age: the seconds since this ledger was asked for, or nothing when that is not known.
read_age() {
  age='' fetched='' place=''
  [ "$now" -gt 0 ] || return 0
  if [ -r "$state/ledger.fetched" ]; then
    { IFS= read -r fetched && IFS= read -r place; } <"$state/ledger.fetched"
  fi
  # There may be several remotes, and another one may have been asked.
  case $place in '' | "$remote $ledger_branch") ;; *) return ;; esac
  if is_number "$fetched" && [ "$fetched" -le "$now" ]; then age=$((now - fetched)); fi
}

age_words() {
  if [ "$age" -lt 120 ]; then printf '%s seconds' "$age"; else printf '%s minutes' $(((age + 30) / 60)); fi
}

# Whether there should be a ledger: it is set so, or one was here once.
is_expected() {
  [ "$expected" != no ] || [ -n "$tips$seen" ] || [ -e "$state/ledger.seen" ]
}

# Runs git on the network: without questions to the person, and not longer than some seconds.
bounded() {
  if ! command -v sleep >/dev/null 2>&1; then
    (network_git "$@") </dev/null 2>/dev/null
    return
  fi
  (network_git "$@") </dev/null 2>/dev/null &
  job=$!
  (
    nap=''
    trap '[ -z "$nap" ] || kill "$nap"; exit' TERM
    sleep "$limit" &
    nap=$!
    wait "$nap" && kill "$job"
  ) </dev/null >/dev/null 2>&1 &
  alarm=$!
  wait "$job" 2>/dev/null
  ended=$?
  kill "$alarm" 2>/dev/null
  wait "$alarm" 2>/dev/null
  return "$ended"
}

# Becomes git; in a subshell, for what it exports.
network_git() {
  shift
  export GIT_TERMINAL_PROMPT=0
  if [ -z "${GIT_SSH_COMMAND-}${GIT_SSH-}" ] && ! git config core.sshCommand >/dev/null; then
    export GIT_SSH_COMMAND="ssh -o BatchMode=yes -o ConnectTimeout=$network_seconds"
  fi
  exec git -c core.hooksPath=/dev/null -c gc.auto=0 -c http.lowSpeedLimit=1 -c http.lowSpeedTime="$network_seconds" "$@"
}

# Git passes over a ref that stands at nothing, as a machine leaves it that lost its power, with no more than a warning.
read_refs() {
  if ! refs=$(git for-each-ref --format='%(refname) %(objectname)' refs/release-halt \
    "refs/heads/$ledger_branch" "refs/remotes/${remote:-origin}/$ledger_branch" 2>&1); then
    doubt 'The refs of this repository cannot be read.'
  fi
  for line in $refs; do
    case $line in *'ignoring broken ref '*) ;; *) continue ;; esac
    line=${line##*"ignoring broken ref "}
    case $line in
      refs/release-halt/private | refs/release-halt/ledger | "refs/heads/$ledger_branch" | \
        "refs/release-halt/"*"/$remote" | "refs/remotes/$remote/$ledger_branch")
        doubt "The ref $line is broken, so what it held is not known. To go on without it, remove the file $line in git's folder."
        ;;
    esac
  done
  refs=$newline$refs$newline
}

# Prints the id that a ref of ours stands at, or nothing.
tip() {
  case $refs in
    *"$newline$1 "*)
      found=${refs#*"$newline$1 "}
      printf '%s' "${found%%"$newline"*}"
      ;;
  esac
}

# Sets $tips to the states of the shared ledger that are here: where this clone writes, and at the refs that are given.
# $own is the one that we fetched, and $seen what the remote was last seen to have.
find_tips() {
  read_refs
  tips=''
  for name in refs/release-halt/ledger "$@"; do
    one=$(tip "$name")
    has_line "$one" "$tips" || tips=$tips${one:+$one$newline}
  done
  own=$(tip "refs/release-halt/remote/$remote")
  seen=$(tip "refs/release-halt/seen/$remote")
}

# Reads the states that lead up to no other one, which are several when each has what the other has not. Of earlier ones,
# and of what was seen of the remote's, the halts count that no later one has: who takes a halt out does not close it.
read_tips() {
  changed=''
  if [ -n "$seen" ] && [ -n "$own" ] && [ "$seen" != "$own" ]; then changed=$(changed_records); fi
  left=$tips earlier=$seen${seen:+$newline}
  for one in $left; do
    if leads_on "$one"; then
      [ "$one" = "$seen" ] || earlier=$earlier$one$newline
    else
      read_ledger 'The ledger' "$one"
      [ "$one" != "$seen" ] || earlier=${earlier#"$seen$newline"}
    fi
  done
  while [ -n "$earlier" ]; do
    known=$(without "$changed" "$ids")$newline left=$earlier earlier=''
    for one in $left; do
      if leads_on "$one"; then
        earlier=$earlier$one$newline
      elif ! recall "$one" && [ "$one" = "$seen" ]; then
        doubt "What was seen of the ledger at $remote cannot be read any more. A halt may be missing there."
      fi
    done
  done
}

leads_on() {
  for other in $left; do
    if [ "$1" != "$other" ] && is_ancestor "$1" "$other"; then return 0; fi
  done
  return 1
}

# What cannot be read of an earlier state is in the later ones, unless something was taken away.
recall() {
  before=$doubts
  read_ledger '' "$1"
  [ "$doubts" = "$before" ] && return
  doubts=$before
  return 1
}

# Whoever rewrites the ledger does not lead on from what was seen of it. It is noted as seen when nothing is missing.
compare_with_seen() {
  if [ "$seen" = "$own" ] || [ -z "$own" ] || [ -n "$doubts" ]; then return; fi
  if [ -n "$seen" ]; then
    if ! keeps_halts; then
      warn "The ledger on $remote was rewritten: halts that were seen there are missing. They count here until they are closed. Ask who rewrote it, and why."
      return
    fi
    if [ -n "$changed" ]; then
      warn "The ledger on $remote was rewritten: events say something else than before. What was seen there counts beside it, until \"release-halt sync --accept-rewrite\" takes it for right. Ask who rewrote it, and why."
      return
    fi
    if ! is_ancestor "$seen" "$own" && [ "$shallow" = no ]; then
      warn "The ledger on $remote was rewritten: it has another history, with all halts that were seen there. Ask who rewrote it, and why."
    fi
  fi
  note_seen
}

# Whether the remote's ledger has each halt that it was seen to have, closed or not.
keeps_halts() {
  there=$newline$(git cat-file blob "$own:gate" 2>/dev/null)
  for line in $(git cat-file blob "$seen:gate" 2>/dev/null); do
    case $line in 'halt '*) ;; *) continue ;; esac
    line=${line#halt }
    case $there in *"${newline}halt ${line%%" "*} "*) ;; *) return 1 ;; esac
  done
}

# Prints the ids of the halts whose record in $own does not say all that it says in $seen.
changed_records() {
  there=$newline$(git ls-tree "$own" halts/ 2>/dev/null)$newline
  for line in $(git ls-tree "$seen" halts/ 2>/dev/null); do
    case $there in *"$newline$line$newline"*) continue ;; esac
    name=${line##*"$tab"halts/}
    case $there in *"${tab}halts/$name$newline"*) ;; *) continue ;; esac
    if ! says_all "$(git cat-file blob "$seen:halts/$name" 2>/dev/null)" "$(git cat-file blob "$own:halts/$name" 2>/dev/null)"; then
      printf '%s\n' "${name%.json}"
    fi
  done
}

# Whether each event of a record, which is an object at the second level, stands in another one word by word.
says_all() {
  event=''
  for line in $1; do
    case $line in
      '    {') event=$line ;;
      '    }' | '    },')
        case $2 in *"$newline$event$newline    }"*) ;; *) return 1 ;; esac
        event=''
        ;;
      *) [ -z "$event" ] || event=$event$newline$line ;;
    esac
  done
}

# Prints the lines of $2 that are none of $1.
without() {
  for line in $2; do
    has_line "$line" "$1" || printf '%s\n' "$line"
  done
}

note_seen() {
  update_ref "$seen_ref" "$own" "$seen"
}

# What happens to our refs is nothing that a hook hears of.
update_ref() {
  git -c core.hooksPath=/dev/null update-ref "$@" 2>/dev/null
}

doubt() {
  has_line "$1" "$doubts" || doubts=$doubts$1$newline
}

warn() {
  warnings=$warnings$1$newline
}

# ---------------------------------------------------------------------------------------------------------------------
# Reading a ledger: the tree of a commit, with `gate` (the lines that are read here) and halts/<id>.json (the records
# from which they were made)

read_ledger() {
  if ! gate=$(git cat-file blob "$2:gate" 2>/dev/null) || ! tree=$(git ls-tree "$2" halts/ 2>/dev/null); then
    doubt "$1 cannot be read: a part of it is missing."
    return
  fi
  case $gate in
    'release-halts 1' | "release-halts 1$newline"*) ;;
    'release-halts '*)
      doubt "$1 was written by a newer version of Release Halt. Update the gate."
      return
      ;;
    *)
      doubt "$1 was changed by hand: its file \"gate\" starts with another line."
      return
      ;;
  esac
  if ! read_blocks "${gate#release-halts 1}"; then
    doubt "$1 was changed by hand or is damaged: its file \"gate\" does not agree with the records."
  elif ! are_known "$2"; then
    doubt "$1 holds a record that cannot be read here, or that a newer version of Release Halt wrote. Update the gate."
  else
    halts=$halts$blocks
    ids=$ids$heads_read
  fi
}

# Whether each record in $tree is of this version, and no larger than one may be: of what another one says, the lines of
# the gate file may leave out what stops a release. A line of text in JSON has no end, so none of it looks like this one.
are_known() {
  [ -n "$tree" ] || return 0
  nothing=$(git hash-object -t tree --stdin </dev/null 2>/dev/null) || return 1
  # In a partial clone, it asks for all that is missing at once.
  of_this=$(git diff-tree --name-only --text --no-ext-diff --no-textconv -G'^  "version": 1,$' "$nothing" "$1:halts" 2>/dev/null) || return 1
  sizes=$(git ls-tree -l "$1" halts/ 2>/dev/null) || return 1
  # shellcheck disable=SC2086 # Lists are lines.
  set -- $of_this
  ours=$#
  # shellcheck disable=SC2086
  set -- $tree
  [ $# -eq "$ours" ] || return 1
  case $sizes in *[0-9][0-9][0-9][0-9][0-9][0-9][0-9]"$tab"*) ;; *) return 0 ;; esac
  for line in $sizes; do
    line=${line%%"$tab"*}
    [ "${line##*" "}" -le "$record_bytes" ] || return 1
  done
}

# Checks each line and collects the blocks of halts that are neither closed nor $known already in $blocks. Each record
# must have its block and each block its record. What grows with the ledger is gone through once: a ledger has thousands.
read_blocks() {
  blocks='' heads_read='' state_of_block=none passed_over=''
  case $1 in *"$newline$newline"*) return 1 ;; esac
  gate=$1
  # shellcheck disable=SC2086 # Lists are lines.
  set -- $tree
  for line in $gate; do
    case $line in *[[:cntrl:]]*) return 1 ;; esac
    case $state_of_block/$line in
      none/'halt '*)
        read_head "${line#halt }" || return 1
        # Both are sorted, git's by the name of the file and the other by the id: the record is the next one, or near.
        case $newline$passed_over in
          *"$newline$record$newline"*) forget_passed ;;
          *)
            while [ "$record" != "${1-}" ]; do
              [ $# -gt 0 ] || return 1
              passed_over=$passed_over$1$newline
              shift
            done
            shift
            ;;
        esac
        ;;
      closed/end | known/end) state_of_block=none ;;
      known/*' '*) ;;
      active/end)
        state_of_block=none
        blocks=$blocks$block$line$newline
        ;;
      active/*' '*)
        is_fact "${line%%" "*}" "${line#* }" || return 1
        block=$block$line$newline
        ;;
      *) return 1 ;;
    esac
  done
  [ "$state_of_block/$#/$passed_over" = none/0/ ]
}

# Takes $record out of $passed_over, where it mostly is the first.
forget_passed() {
  case $passed_over in
    "$record$newline"*) passed_over=${passed_over#"$record$newline"} ;;
    *) passed_over=${passed_over%%"$newline$record$newline"*}$newline${passed_over#*"$newline$record$newline"} ;;
  esac
}

# `<id> <blob> <mode>`: sets $record to the entry that the tree must have of it, and $state_of_block.
read_head() {
  block_id=${1%%" "*}
  case $block_id in '' | *[!A-Za-z0-9._-]*) return 1 ;; esac
  block_blob=${1#* }
  block_mode=${block_blob#* }
  block_blob=${block_blob%%" "*}
  record="100644 blob $block_blob${tab}halts/$block_id.json"
  line_seen=no
  heads_read=$heads_read$block_id$newline
  if has_line "$block_id" "$known"; then
    state_of_block=known
    return
  fi
  case $block_mode in
    closed) state_of_block=closed ;;
    halted | approval)
      state_of_block=active
      block=$line$newline
      ;;
    *) return 1 ;;
  esac
}

is_fact() {
  case $1 in
    title | why | by | since | lifts) return 0 ;;
    component | environment) [ -n "$2" ] ;;
    ref)
      case $2 in refs/?*) return 0 ;; esac
      return 1
      ;;
    line)
      [ "$line_seen" = no ] && line_seen=yes && is_id "$2"
      ;;
    released | approved) is_id "$2" ;;
    bad | fix)
      is_id "${2%%" "*}" || return 1
      case $2 in *' '*) is_hex "${2#* }" ;; esac
      ;;
    *) return 1 ;;
  esac
}

# ---------------------------------------------------------------------------------------------------------------------
# Judging: each known halt against $ref, $commit, $component and $environment. Functions that ask something answer 0
# for yes, 1 for no, and where they may: 2 for "cannot tell", with the reason in $because.

judge_halts() {
  for line in $halts; do
    fact=${line#* }
    case ${line%%" "*} in
      halt)
        id=${fact%%" "*} halt_mode=${fact##*" "}
        title='' why='' by='' since='' lifts=''
        names='' components='' environments='' halted_line='' bads='' fixes='' released='' approved=''
        ;;
      title) title=$fact ;;
      why) why=$fact ;;
      by) by=$fact ;;
      since) since=$fact ;;
      lifts) lifts=$fact ;;
      ref) names=$names$fact$newline ;;
      component) components=$components$fact$newline ;;
      environment) environments=$environments$(lower "$fact")$newline ;;
      line) halted_line=$fact ;;
      bad) bads=$bads$fact$newline ;;
      fix) fixes=$fixes$fact$newline ;;
      released) released=$released$fact$newline ;;
      approved) approved=$approved$fact$newline ;;
      end) judge_halt ;;
    esac
  done
}

judge_halt() {
  if [ "$release" = no ]; then
    matches_one "$ref" "$names" || return
    concerned=yes
  fi
  in_scope || return
  history=1
  if [ -n "$commit" ]; then
    was_released && return
    history=$?
    [ "$halt_mode" = approval ] && has_line "$commit" "$approved" && return
    holds_one fix "$fixes"
    case $? in
      0) return ;;
      2) history=2 ;;
    esac
  fi
  history_because=$because
  touches
  case $?/$history in
    1/*) ;;
    0/1) tell_halt "$halt_mode" '' ;;
    0/*) tell_halt unknown "$history_because" ;;
    *) tell_halt unknown "$because" ;;
  esac
}

is_production() {
  has_line "$1" "$(words "$(lower "$production")")"
}

# The names of production stand for one another.
names_production() {
  for name in $environments; do
    if is_production "$name"; then return 0; fi
  done
  return 1
}

in_scope() {
  if [ -n "$environments" ] && [ -n "$environment" ]; then
    has_line "$environment" "$environments" || { is_production "$environment" && names_production; } || return 1
  fi
  [ -n "$components" ] || return 0
  if [ -n "$component" ]; then
    has_line "$component" "$components"
  else
    [ -z "$names" ] || [ -z "$ref" ] || matches_one "$ref" "$names"
  fi
}

# Going back to what was released already is always open. From where the halted line begins only what is out itself counts:
# a later release may hold the commit that is halted, as where branches are merged forward.
was_released() {
  [ -n "$released" ] || return 1
  has_line "$commit" "$released" && return 0
  leads_back
  leads=$?
  [ "$leads" != 1 ] && [ -n "$halted_line" ] || return "$leads"
  is_ancestor "$halted_line" "$commit"
  case $? in
    0) return 1 ;;
    2) return 2 ;;
  esac
  return "$leads"
}

# Whether $commit comes before one that was released: then nothing is left of it where that one is taken away.
leads_back() {
  because=$gap
  # shellcheck disable=SC2086 # Lists are lines.
  left=$(printf '^%s\n' $released | git rev-list --max-count=1 --ignore-missing --stdin "$commit" 2>/dev/null) || return 2
  [ -n "$left" ] || return 0
  [ "$shallow" = yes ] || return 1
  because=$cut_off
  return 2
}

# Whether one of some changes is in $commit. $1: what they are, "bad" or "fix".
holds_one() {
  one=1
  if [ "$1" = fix ] && [ -n "$2" ]; then
    # The bugs that it is held against are known before a subshell asks, so that they are kept.
    kind=bad
    for named in $bads; do
      name_change "$named"
      know_change
    done
  fi
  for named in $2; do
    is_effective "$1" "$named"
    case $? in
      0) return 0 ;;
      2) one=2 ;;
    esac
  done
  return "$one"
}

# Whether what the halt names is in what is asked about.
touches() {
  if [ -n "$bads$halted_line" ] && [ -z "$commit" ]; then
    because='It is not known which commit this would release. Name it with --commit.'
    return 2
  elif [ -n "$bads" ]; then
    holds_one bad "$bads"
  elif [ -n "$halted_line" ]; then
    is_on_line
  elif [ -n "$names" ] && [ -n "$ref" ]; then
    matches_one "$ref" "$names"
  fi
}

is_on_line() {
  is_ancestor "$halted_line" "$commit"
  before=$?
  is_ancestor "$commit" "$halted_line"
  case $before$? in
    *0*) return 0 ;;
    *2*) return 2 ;;
  esac
  if ! is_here "$halted_line"; then
    # It may come after the commit that is asked about.
    because="The commit $halted_line, whose line is halted, is not here. Fetch it."
    return 2
  fi
  # Git takes a commit before which others are missing for one that comes after nothing.
  if ! git rev-list --quiet "$commit...$halted_line" 2>/dev/null; then
    because=$gap
    return 2
  fi
  return 1
}

# Whether one commit is another one or comes before it. A commit that is missing comes before nothing.
is_ancestor() {
  [ "$1" != "$2" ] || return 0
  git merge-base --is-ancestor "$1" "$2" 2>/dev/null
  case $? in
    0) return 0 ;;
    1) ;;
    *)
      if is_here "$2" && is_here "$1"; then
        because=$gap
        return 2
      fi
      ;;
  esac
  [ "$shallow" = yes ] || return 1
  because=$cut_off
  return 2
}

is_here() {
  git cat-file -e "$1^{commit}" 2>/dev/null
}

cut_off='The history here is cut off. Fetch it with "git fetch --unshallow", or ask with --fetch-history.'
gap='Parts of the history that are needed to compare changes are not here. Ask where the remote can be reached.'

# Whether a change, `<commit> [<patch id>]`, is in $commit in one of its forms, as itself or picked onto another branch,
# and that form was not undone.
is_effective() {
  kind=$1
  name_change "$2"
  know_change
  if [ "$gaps" = history ]; then
    because=$gap
    return 2
  fi
  for form in $forms; do
    if is_ancestor "$form" "$commit" && ! is_undone "$form" 1 && covers "$form"; then return 0; fi
  done
  if [ "$shallow" = yes ]; then
    because=$cut_off
    return 2
  fi
  # A fix that cannot be compared is taken for not there: the halt stays.
  [ "$gaps/$kind" = patches/bad ] || return 1
  because=$gap
  return 2
}

# Whether nothing of the bugs stands in $commit that a fix does not know of: where the fix is a revert of a bug, that is
# a form of the bug that was picked after it, or that came in beside it. A subshell, for the variables of each bug.
# shellcheck disable=SC2030,SC2031
covers() (
  [ "$kind" = fix ] || exit 0
  fix=$1 kind=bad stricter=yes
  for bad in $bads; do
    name_change "$bad"
    know_change
    for revert in $reverts; do
      target=${revert#* }
      case $revert in "$fix "*) ;; *) continue ;; esac
      is_meant "$forms" || continue
      for form in $forms; do
        if is_ancestor "$form" "$commit" && ! is_ancestor "$form" "$fix" && ! is_undone "$form" 1; then exit 1; fi
      done
    done
  done
)

# Sets $change and $patch from `<commit> [<patch id>]`.
name_change() {
  change=${1%%" "*}
  patch=''
  case $1 in *' '*) patch=${1#* } ;; esac
}

# Sets, of a change in the history of all that is asked about: $forms (commits that are the change), $reverts (lines of
# `<commit> <id that it says it reverts>`), $inverses (commits that take back just what a fix does), $merges (lines of
# `<merge> <parents>`), and $gaps, to "history" where not all of that can be read, or to "patches". It is kept, as one push
# may bring hundreds of tags.
know_change() {
  key=${kind}_${change}_$patch
  eval "forms=\${forms_$key-}"
  if [ -z "$forms" ]; then
    study_change
    eval "forms_$key=\$forms reverts_$key=\$reverts inverses_$key=\$inverses merges_$key=\$merges gaps_$key=\$gaps"
  else
    eval "reverts=\$reverts_$key inverses=\$inverses_$key merges=\$merges_$key gaps=\$gaps_$key"
  fi
}

study_change() {
  gaps=no reverts='' merges=''
  # Nothing in the history of the change's parents can be a form of it.
  here=no before=''
  if is_here "$change"; then
    here=yes
    for parent in $(git rev-parse "$change^@" 2>/dev/null); do
      if is_here "$parent"; then before=$before^$parent$newline; fi
    done
  fi
  # shellcheck disable=SC2086 # Lists are lines.
  set -- $heads $before
  # What `git cherry-pick -x` says.
  picked=$(messages "^(cherry picked from commit $change)[[:space:]]*\$" %H "$@") || gaps=history
  said=$(messages '^This reverts commit [0-9a-f]\{7\}' '%H%n%w(0,1,1)%B' "$@") || gaps=history
  read_reverts
  if [ -n "$reverts" ]; then
    merges=$newline$(git rev-list --merges --parents "$@" 2>/dev/null) || gaps=history
  fi
  same_patch "$@"
  forms=$change$newline
  for form in $picked $same; do
    case $form in 'commit '* | "$change") ;; *) forms=$forms$form$newline ;; esac
  done
  # Over a hole before the change, what is older than it may look like a form of it.
  if [ "$here" = yes ] && [ "$forms" != "$change$newline" ]; then
    git rev-list --quiet "$change" 2>/dev/null || gaps=history
  fi
}

# Prints what the format says of the commits of a range whose message has the pattern, which may start at a line.
messages() {
  grep=$1 format=$2
  shift 2
  git rev-list --basic-regexp --encoding=UTF-8 --grep="$grep" --format="$format" "$@" 2>/dev/null
}

read_reverts() {
  for line in $said; do
    case $line in
      'commit '*) reverter=${line#commit } ;;
      ' This reverts commit '*)
        target=${line#" This reverts commit "}
        reverts=$reverts$reverter' '${target%%[!0-9a-f]*}$newline
        ;;
    esac
  done
}

# Sets $same to the commits whose patch is that of the change, by `git patch-id`, and $inverses, of a fix, to those whose
# patch takes it back.
same_patch() {
  same='' inverses='' inverse=none paths=''
  # Where the history is cut off, a commit seems to add all that it has.
  if [ "$here/$shallow" = yes/no ]; then
    own=$(printf '%s\n' "$change" | patches)
    case $own in
      *incomplete*) miss_patches ;;
      *) patch=${own%%" "*} ;;
    esac
    # Git turns the names of the sides round, too.
    [ "$kind" = bad ] || inverse=$(printf '%s\n' "$change" | patches -R --src-prefix=b/ --dst-prefix=a/)
    paths=$(limiting_paths)
  fi
  [ -n "$patch" ] || return 0
  # shellcheck disable=SC2086 # Lists are lines.
  lines=$({ git --literal-pathspecs rev-list --no-merges --full-history "$@" -- $paths || printf 'incomplete\n'; } 2>/dev/null | patches)
  case $lines in *incomplete*) miss_patches ;; esac
  for line in $lines; do
    case $line in
      "$patch "*) same=$same${line#* }$newline ;;
      "${inverse%%" "*} "*) inverses=$inverses${line#* }$newline ;;
    esac
  done
}

miss_patches() {
  [ "$gaps" = history ] || gaps=patches
}

# Reads commits and prints `<patch id> <commit>` for each that changes something; "incomplete" among that when git could
# not read all of it. What is binary has no patch but the whole ids of its contents. $@: more options.
patches() {
  {
    { git diff-tree --stdin -p --root --full-index --no-ext-diff --no-textconv --ignore-submodules=none "$@" || printf 'incomplete\n' >&3; } | git patch-id --stable
  } 3>&1 2>/dev/null
}

# The paths of the change; nothing when they are many or cannot be written in a line.
limiting_paths() {
  changed=$(git -c core.quotePath=false diff-tree -r --root --no-commit-id --name-only --ignore-submodules=none "$change" 2>/dev/null)
  case $newline$changed in *"$newline\""*) return ;; esac
  # shellcheck disable=SC2086 # Lists are lines.
  set -- $changed
  [ $# -gt "$paths_at_most" ] || printf '%s' "$changed"
}

# Whether a later commit of $commit says "This reverts commit" of a form of the change, or of the merge that brought it
# in, and was not undone itself. A subshell, for the variables of each depth; $2 is the depth. With $3, only what comes
# after that commit counts.
# shellcheck disable=SC2030,SC2031
is_undone() (
  [ "$2" -le "$reverts_deep" ] || exit 1
  form=$1 depth=$2
  # Whether what this finds makes the answer stricter: then a word counts also where it could mean something else.
  stricter=no
  case $kind/$(($2 % 2)) in bad/0 | fix/1) stricter=yes ;; esac
  names=$form copies=''
  if [ "$2/$kind" = 1/fix ]; then
    # The revert of a fix is picked onto other branches, too, and names the fix as it was first.
    names=$form$newline$change
    # What takes one copy of it back, takes back all that are there by then.
    copies=$forms
  fi
  undoing=''
  if [ "$2/$kind" = 1/fix ]; then
    # What comes after a fix and takes back just what it did undoes it, whatever it says.
    for reverter in $inverses; do
      if [ "$reverter" != "$form" ] && is_ancestor "$form" "$reverter" && is_ancestor "$reverter" "$commit"; then
        undoing=$undoing$reverter$newline
      fi
    done
  fi
  for revert in $reverts; do
    reverter=${revert%%" "*}
    target=${revert#* }
    if means_form && is_ancestor "$reverter" "$commit" && ! is_ancestor "$reverter" "$form" && is_believed; then
      undoing=$undoing$reverter$newline
    fi
  done
  for reverter in $undoing; do
    if is_ancestor "${3:-$reverter}" "$reverter" && ! is_undone "$reverter" $(($2 + 1)) && ! is_back; then exit 0; fi
  done
  exit 1
)

# Whether the form came back after $reverter took it away: two branches reverted it, and after their merge one of the
# reverts was reverted. A subshell, for the variable of each depth.
# shellcheck disable=SC2030,SC2031
is_back() (
  [ "$stricter" = no ] || exit 1
  depth=$((depth + 1))
  for other in $undoing; do
    if [ "$other" != "$reverter" ] && is_undone "$other" "$depth" "$reverter"; then exit 0; fi
  done
  exit 1
)

# Who squashes a revert and the revert of that says of both that they are reverted, and changes nothing; the second is in
# no history.
# shellcheck disable=SC2031
is_believed() {
  [ "$stricter" = no ] || return 0
  for other in $reverts; do
    case $other in
      "$reverter $target") ;;
      "$reverter "*)
        other=$(only_commit "${other#* }")
        [ -n "$other" ] && is_ancestor "$other" "$reverter" || return 1
        ;;
    esac
  done
}

# Whether $target, a commit's id or its start, is the form, or a merge that brought it in, so that $reverter undoes it. Of
# a fix, it may be a copy, or a merge that brought a copy in, which $reverter undoes together with the form.
# shellcheck disable=SC2031
means_form() {
  [ ${#target} -ge 7 ] || return 1
  is_meant "$names" && return 0
  is_meant "$copies" && is_ancestor "$form" "$reverter" && return 0
  case $merges in *"$newline$target"*) ;; *) return 1 ;; esac
  merge=${merges#*"$newline$target"}
  merge=$target${merge%%"$newline"*}
  first_parent=${merge#* }
  first_parent=${first_parent%%" "*}
  merge=${merge%%" "*}
  [ "$stricter" = yes ] || [ "$merge" = "$target" ] || [ "$(only_commit "$target")" = "$merge" ] || return 1
  is_ancestor "$merge" "$commit" && ! is_ancestor "$form" "$first_parent" || return 1
  is_ancestor "$form" "$merge" && return 0
  [ -n "$copies" ] && is_ancestor "$form" "$reverter" || return 1
  for copy in $copies; do
    if is_ancestor "$copy" "$merge" && ! is_ancestor "$copy" "$first_parent"; then return 0; fi
  done
  return 1
}

# Whether $target stands for one of some commits.
# shellcheck disable=SC2031
is_meant() {
  has_line "$target" "$1" && return 0
  for name in $1; do
    case $name in
      "$target"*) if [ "$stricter" = yes ] || [ "$(only_commit "$target")" = "$name" ]; then return 0; fi ;;
    esac
  done
  return 1
}

# Prints the commit whose id starts so, when there is but one. No ref of that name is meant.
only_commit() {
  starting=$(git rev-parse --disambiguate="$1" 2>/dev/null | git cat-file --batch-check='%(objecttype) %(objectname)' 2>/dev/null)
  only=''
  for line in $starting; do
    case $line in
      'commit '*)
        [ -z "$only" ] || return 0
        only=${line#commit }
        ;;
    esac
  done
  printf '%s' "$only"
}

# ---------------------------------------------------------------------------------------------------------------------
# Telling

tell_halt() {
  worsen "$1"
  # Two ledgers may hold the same halt.
  has_line "$id $1" "$told" && return
  told=$told$id' '$1$newline
  case $1 in
    halted) add "Halted: $title" ;;
    approval)
      asked_for_approval=yes
      add "Approval required: $title"
      ;;
    *)
      add "Cannot tell whether this halt stops the release: $title"
      add "  $2"
      ;;
  esac
  [ -z "$why" ] || add "  Why: $why"
  add "  Placed${by:+ by $by}${since:+, since $since}"
  [ -z "$lifts" ] || add "  Lifted when: $lifts"
  add "  Halt: $id"
}

add() {
  report=$report${report:+$newline}$(plain "$1")
}

# Prints one line that neither a terminal nor a pipeline's log takes for a command (they look for "##" anywhere).
plain() {
  rest=$1
  while :; do
    case $rest in
      *[[:cntrl:]]*) rest=${rest%%[[:cntrl:]]*}' '${rest#*[[:cntrl:]]} ;;
      *'##'*) rest=${rest%%'##'*}'# #'${rest#*'##'} ;;
      *) break ;;
    esac
  done
  printf '%s' "$rest"
}

say_warnings() {
  [ -z "$warnings" ] || printf '%s' "$warnings"
}

say() {
  printf '%s\n' "$@"
}

# ---------------------------------------------------------------------------------------------------------------------
# Texts

# Whether a text is one of some lines.
has_line() {
  [ -n "$1" ] || return 1
  case $newline$2$newline in *"$newline$1$newline"*) return 0 ;; esac
  return 1
}

# Prints a text with the small letters of ASCII for the large ones.
lower() {
  rest=$1 small=''
  while :; do
    case $rest in *[ABCDEFGHIJKLMNOPQRSTUVWXYZ]*) ;; *) break ;; esac
    letter=${rest#"${rest%%[ABCDEFGHIJKLMNOPQRSTUVWXYZ]*}"}
    letter=${letter%"${letter#?}"}
    small=$small${rest%%"$letter"*}
    rest=${rest#*"$letter"}
    capitals=ABCDEFGHIJKLMNOPQRSTUVWXYZ letters=abcdefghijklmnopqrstuvwxyz
    before=${capitals%%"$letter"*}
    while [ -n "$before" ]; do
      before=${before#?} letters=${letters#?}
    done
    small=$small${letters%"${letters#?}"}
  done
  printf '%s' "$small$rest"
}

# Prints the words of a text as lines.
words() {
  rest=$1
  while [ -n "$rest" ]; do
    word=${rest%%" "*}
    [ -z "$word" ] || printf '%s\n' "$word"
    case $rest in *' '*) rest=${rest#*" "} ;; *) break ;; esac
  done
}

matches_one() {
  for pattern in $2; do
    if matches "$1" "$pattern"; then return 0; fi
  done
  return 1
}

# Whether a text is as a pattern says: `*` is any characters, and nothing else is special.
matches() {
  text=$1
  rest=$2
  case $rest in *'*'*) ;; *) [ "$text" = "$rest" ]; return ;; esac
  piece=${rest%%'*'*}
  case $text in "$piece"*) text=${text#"$piece"} ;; *) return 1 ;; esac
  rest=${rest#*'*'}
  while :; do
    piece=${rest%%'*'*}
    case $rest in *'*'*) ;; *) break ;; esac
    case $text in *"$piece"*) text=${text#*"$piece"} ;; *) return 1 ;; esac
    rest=${rest#*'*'}
  done
  case $text in *"$piece") return 0 ;; esac
  return 1
}

# A name that git could give to a ref; no expression of a revision (https://git-scm.com/docs/git-check-ref-format).
is_ref_name() {
  case $1 in
    @) return 0 ;;
    -* | *[[:cntrl:]]* | *' '* | *[~^:?*[]* | *\\* | *..* | *'@{'* | *//* | /* | */ | *.) return 1 ;;
    .* | */.* | *.lock | *.lock/*) return 1 ;;
  esac
}

is_hex() {
  case $1 in '' | *[!0-9a-f]*) return 1 ;; esac
}

# A commit's full id, of SHA-1 or SHA-256.
is_id() {
  is_hex "$1" && { [ ${#1} -eq 40 ] || [ ${#1} -eq 64 ]; }
}

is_number() {
  case $1 in
    0) return 0 ;;
    '' | 0* | *[!0-9]*) return 1 ;;
  esac
  [ ${#1} -le 11 ]
}

main "$@"
