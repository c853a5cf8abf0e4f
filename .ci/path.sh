# shellcheck shell=bash
# Source me: puts the tools that `.ci/install` installed first on PATH.
# PIPEWRIGHT_CI_CACHE moves the cache, for example to keep it warm between fresh clones.
PIPEWRIGHT_CI_CACHE=${PIPEWRIGHT_CI_CACHE:-$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/cache}
export PIPEWRIGHT_CI_CACHE
case :$PATH: in
  :"$PIPEWRIGHT_CI_CACHE/bin":*) ;;
  *) export PATH=$PIPEWRIGHT_CI_CACHE/bin:$PATH ;;
esac
