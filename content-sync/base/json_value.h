// The JSON value of nlohmann/json, whose member functions are compiled once, in json_value.cpp: every other
// source takes them from there, which halves what a source with JSON costs the compiler. Include this where
// values are made or read, json.h where they are parsed.
#pragma once
#include <nlohmann/json.hpp>

extern template class nlohmann::basic_json<>;
