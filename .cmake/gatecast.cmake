# One set of warnings and flags, and the four ways to declare something:
# a library (a folder), a program, a test program, a fuzz target.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LINK_DEPENDS_NO_SHARED ON)

set(GATECAST_TESTS "unit;e2e;golden;bench" CACHE STRING "Which kinds of tests are built; OFF for none")
if(GATECAST_TESTS STREQUAL "ON")
  set(GATECAST_TESTS "unit;e2e;golden;bench")
endif()
option(GATECAST_FUZZ "Build the fuzz targets (clang)" OFF)
option(GATECAST_UNITY "Compile some sources of a folder at once: half the time from scratch, more after a change" OFF)
set(GATECAST_SANITIZE "" CACHE STRING "Sanitizers, for instance address,undefined")

find_program(CCACHE ccache)
if(CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n data)
foreach(pair
    "AV;libavformat libavcodec libavutil libswscale libswresample"
    "SDL2;sdl2" "SDL2_TTF;SDL2_ttf" "CAIRO;cairo" "FREETYPE;freetype2" "QRENCODE;libqrencode"
    "RSVG;librsvg-2.0" "LCMS;lcms2"
    "HARFBUZZ;harfbuzz" "HARFBUZZ_SUBSET;harfbuzz-subset"
    "SODIUM;libsodium" "CRYPTO;libcrypto" "CURL;libcurl" "SQLITE;sqlite3" "ICAL;libical"
    "SYSTEMD;libsystemd" "AVAHI;avahi-client" "SECCOMP;libseccomp" "EBUR128;libebur128" "FMT;fmt" "SPDLOG;spdlog")
  list(POP_FRONT pair name)
  separate_arguments(modules UNIX_COMMAND "${pair}")
  pkg_check_modules(${name} REQUIRED IMPORTED_TARGET GLOBAL ${modules})
endforeach()

add_custom_target(programs)  # what ./run needs

add_library(gatecast_flags INTERFACE)
target_include_directories(gatecast_flags INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(gatecast_flags INTERFACE GATECAST_VERSION="${PROJECT_VERSION}")
target_compile_options(gatecast_flags INTERFACE
  -Wall -Wextra -Werror -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-align
  -Wformat=2 -Wno-missing-field-initializers -fno-omit-frame-pointer
  $<$<CONFIG:Release>:-fstack-protector-strong -D_FORTIFY_SOURCE=2 -fPIE>
  $<$<AND:$<CONFIG:Release>,$<STREQUAL:${CMAKE_SYSTEM_PROCESSOR},x86_64>>:-fcf-protection=full>
  $<$<AND:$<CONFIG:Release>,$<STREQUAL:${CMAKE_SYSTEM_PROCESSOR},aarch64>>:-mbranch-protection=standard>)
target_link_options(gatecast_flags INTERFACE
  $<$<CONFIG:Release>:-pie -Wl,-z,relro,-z,now -Wl,-z,noexecstack>)
if(GATECAST_SANITIZE)
  # g++ 12 sees uninitialised values in std::regex where only the instrumentation is.
  target_compile_options(gatecast_flags INTERFACE $<$<CXX_COMPILER_ID:GNU>:-Wno-maybe-uninitialized>)
  target_compile_options(gatecast_flags INTERFACE -fsanitize=${GATECAST_SANITIZE} -fno-sanitize-recover=all)
  # A check at each pointer, of what the address sanitizer finds too, is a third of the time to compile; -Wcast-align
  # and the fuzz targets keep the rest of it. None of them looks at virtual tables: that reads memory by a system call
  # that a confined decoder may not make.
  target_compile_options(gatecast_flags INTERFACE -fno-sanitize=vptr)
  if(NOT GATECAST_FUZZ)
    target_compile_options(gatecast_flags INTERFACE -fno-sanitize=null,object-size,alignment)
  endif()
  target_compile_definitions(gatecast_flags INTERFACE GATECAST_SANITIZED)
  target_link_options(gatecast_flags INTERFACE -fsanitize=${GATECAST_SANITIZE})
  # Programs with sanitizers are linked to be tested, each once: a quarter of the time.
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    find_program(LLD ld.lld)
    if(LLD)
      target_link_options(gatecast_flags INTERFACE -fuse-ld=lld)
    endif()
  endif()
endif()
target_link_libraries(gatecast_flags INTERFACE Threads::Threads PkgConfig::FMT)

# Sources of a folder are compiled together; those of APART are not: names of their own, or a library's macros, would meet.
function(gatecast_unity target)
  set_source_files_properties(${ARGN} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  if(GATECAST_UNITY)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 10)
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:-Wno-subobject-linkage>)
  endif()
endfunction()

# What looks at pixels one by one, or at every second of years, is compiled faster than it runs without optimising.
set(GATECAST_BUSY pixels text compose programme schedule test_compose test_programme)
function(gatecast_busy target)
  string(REGEX REPLACE "^gatecast_" "" name ${target})
  if(GATECAST_SANITIZE AND name IN_LIST GATECAST_BUSY)
    target_compile_options(${target} PRIVATE -O1)
  endif()
endfunction()

# gatecast_library(<folder> [APART source...] DEPENDS ...): all sources of this folder but those named *main.cpp.
function(gatecast_library name)
  cmake_parse_arguments(arg "" "" "APART;DEPENDS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  list(FILTER sources EXCLUDE REGEX "main\\.cpp$")
  add_library(gatecast_${name} STATIC ${sources})
  target_link_libraries(gatecast_${name} PUBLIC gatecast_flags ${arg_DEPENDS})
  gatecast_unity(gatecast_${name} ${arg_APART})
  gatecast_busy(gatecast_${name})
endfunction()

# gatecast_program(<name> <main.cpp> DEPENDS ...): a thin main over libraries; lands in bin/, and is installed there.
function(gatecast_program name main)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  add_executable(${name} ${main})
  target_link_libraries(${name} PRIVATE gatecast_flags ${arg_DEPENDS})
  add_dependencies(programs ${name})
  install(TARGETS ${name} RUNTIME DESTINATION bin)
endfunction()

# gatecast_test(<name> [APART source...] DEPENDS ... LABELS unit|e2e|golden [TIMEOUT s] [PER_FILE] [ALONE <file>...]): one test program
# of all *.cpp here; with PER_FILE each test_*.cpp is a test of CTest's by itself, those of ALONE while no other runs.
function(gatecast_test name)
  cmake_parse_arguments(arg "PER_FILE" "TIMEOUT" "APART;DEPENDS;LABELS;ALONE" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  list(FILTER sources EXCLUDE REGEX "main\\.cpp$")
  add_executable(test_${name} EXCLUDE_FROM_ALL ${sources})
  target_link_libraries(test_${name} PRIVATE gatecast_flags gatecast_catch ${arg_DEPENDS})
  gatecast_unity(test_${name} ${arg_APART})
  gatecast_busy(test_${name})
  target_compile_options(test_${name} PRIVATE $<$<CONFIG:Release>:-O1>)  # they wait for programs, most of their time
  target_compile_definitions(test_${name} PRIVATE
    GATECAST_SOURCE_DIR="${CMAKE_SOURCE_DIR}" GATECAST_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  if(NOT arg_LABELS IN_LIST GATECAST_TESTS)
    return()
  endif()
  set_target_properties(test_${name} PROPERTIES EXCLUDE_FROM_ALL OFF)
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 300)
  endif()
  # CTest's own limit cannot be widened for the full counts where a test has one.
  set(within ${CMAKE_SOURCE_DIR}/tests/within)
  set(only "")
  if(arg_PER_FILE)
    set(only ${sources})
    list(FILTER only INCLUDE REGEX "/test_[^/]*$")
  endif()
  if(NOT only)
    add_test(NAME ${name} COMMAND ${within} ${arg_TIMEOUT} $<TARGET_FILE:test_${name}> --use-colour no
      WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES TIMEOUT 14460 LABELS "${arg_LABELS}")
  endif()
  foreach(source IN LISTS only)
    get_filename_component(file ${source} NAME_WE)
    string(REPLACE "test_" "${name}_" test ${file})
    add_test(NAME ${test} COMMAND ${within} ${arg_TIMEOUT} $<TARGET_FILE:test_${name}> --use-colour no
      --filenames-as-tags "[#${file}]" WORKING_DIRECTORY ${CMAKE_SOURCE_DIR})
    set_tests_properties(${test} PROPERTIES TIMEOUT 14460 LABELS "${arg_LABELS}")
    if(file IN_LIST arg_ALONE)
      set_tests_properties(${test} PROPERTIES RUN_SERIAL ON)
    endif()
  endforeach()
endfunction()

# gatecast_bench(<name> <source.cpp> DEPENDS ...): prints ratios; run by ./test bench, never a test.
function(gatecast_bench name source)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  if(NOT "bench" IN_LIST GATECAST_TESTS)
    return()
  endif()
  add_executable(bench_${name} ${source})
  target_link_libraries(bench_${name} PRIVATE gatecast_flags ${arg_DEPENDS})
endfunction()

# gatecast_fuzz(<name> <source.cpp> DEPENDS ...): a libFuzzer target over one parser. In the builds with sanitizers
# it gets a main of our own and is a test: the seeds of its corpus and inputs bent from them, for ten seconds.
function(gatecast_fuzz name source)
  cmake_parse_arguments(arg "" "" "DEPENDS" ${ARGN})
  set(is_test OFF)
  if(GATECAST_SANITIZE MATCHES "address" AND "unit" IN_LIST GATECAST_TESTS)
    set(is_test ON)
  endif()
  if(NOT GATECAST_FUZZ AND NOT is_test)
    return()
  endif()
  add_executable(fuzz_${name} ${source})
  target_link_libraries(fuzz_${name} PRIVATE gatecast_flags ${arg_DEPENDS})
  if(GATECAST_FUZZ)
    target_compile_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    target_link_options(fuzz_${name} PRIVATE -fsanitize=fuzzer)
    return()
  endif()
  target_sources(fuzz_${name} PRIVATE driver.cpp)
  add_test(NAME fuzz_${name} WORKING_DIRECTORY ${CMAKE_BINARY_DIR}
    COMMAND fuzz_${name} -max_total_time=10 ${CMAKE_CURRENT_SOURCE_DIR}/corpus/fuzz_${name})
  set_tests_properties(fuzz_${name} PROPERTIES TIMEOUT 300 LABELS unit)
endfunction()
