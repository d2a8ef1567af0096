// Catch2 2 keeps its main in the header; it is compiled once, here.
#define CATCH_CONFIG_MAIN
#include <catch2/catch.hpp>
