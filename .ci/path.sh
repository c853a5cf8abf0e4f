# shellcheck shell=bash
# Source me: puts the tools that `.ci/install` installed first on PATH.
# PIPEWRIGHT_CI_CACHE moves the cache, for example to keep it warm between fresh clones.
PIPEWRIGHT_CI_CACHE=$(realpath -m "${PIPEWRIGHT_CI_CACHE:-$(dirname "${BASH_SOURCE[0]}")/cache}")
export PIPEWRIGHT_CI_CACHE
case :$PATH: in
  :"$PIPEWRIGHT_CI_CACHE/bin":*) ;;
  *) export PATH=$PIPEWRIGHT_CI_CACHE/bin:$PATH ;;
esac
