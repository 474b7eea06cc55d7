// The register's small world, compiled into this folder's tests as well.
#include "register/testing/world.cpp"  // NOLINT(bugprone-suspicious-include)
