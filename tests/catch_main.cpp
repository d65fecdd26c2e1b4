// Catch2 v2 compiles its main once, here.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
