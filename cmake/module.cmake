# thidua_together(VARIABLE NAME SIZE): replaces the sources in VARIABLE by fewer that include up to SIZE
# of them each (script/unity.py): their headers are read once. Written anew whenever CMake runs.
function(thidua_together variable name size)
    if(THIDUA_TOGETHER AND ${variable})
        execute_process(COMMAND ${Python3_EXECUTABLE} ${CMAKE_SOURCE_DIR}/script/unity.py
            ${size} ${CMAKE_BINARY_DIR}/together/${name} ${${variable}}
            OUTPUT_VARIABLE written OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
        string(REPLACE "\n" ";" written "${written}")
        set(${variable} "${written}" PARENT_SCOPE)
    endif()
endfunction()

# thidua_module(NAME [BUSY_TESTS] LIBS ...): the library of src/NAME with its tests, so that none can be
# forgotten. BUSY_TESTS: its tests draw so many random cases that compiling them well pays.
# Sources are what lies in the folder: *.cpp, less *_test.cpp (one test program per folder, with
# helpers from testing/). A folder without sources yet yields an interface library.
function(thidua_module name)
    cmake_parse_arguments(ARG "BUSY_TESTS" "" "LIBS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp ${CMAKE_SOURCE_DIR}/src/${name}/*/*.cpp)
    set(tests ${sources})
    list(FILTER sources EXCLUDE REGEX "_test\\.cpp$|/testing/")
    list(FILTER tests INCLUDE REGEX "_test\\.cpp$")
    thidua_together(sources ${name} 10)
    if(sources)
        add_library(thidua_${name} STATIC ${sources})
        target_include_directories(thidua_${name} PUBLIC ${CMAKE_SOURCE_DIR}/src)
        target_link_libraries(thidua_${name} PUBLIC ${ARG_LIBS})
    else()
        add_library(thidua_${name} INTERFACE)
        target_include_directories(thidua_${name} INTERFACE ${CMAKE_SOURCE_DIR}/src)
        target_link_libraries(thidua_${name} INTERFACE ${ARG_LIBS})
    endif()
    if(tests)
        file(GLOB helpers CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/testing/*.cpp)
        list(FILTER helpers EXCLUDE REGEX "/source_tree\\.cpp$")
        thidua_together(tests ${name}_test 5)
        add_executable(${name}_test ${tests} ${helpers})
        target_link_libraries(${name}_test PRIVATE thidua_${name} thidua_assets thidua_source_tree GTest::gtest_main GTest::gmock rapidcheck)
        if(THIDUA_PLAIN_TESTS AND NOT ARG_BUSY_TESTS)
            target_compile_options(${name}_test PRIVATE -O0)
        endif()
        add_test(NAME ${name} COMMAND ${name}_test)
    endif()
endfunction()

# thidua_program(NAME FOLDER LIBS ...): the one program.
function(thidua_program name folder)
    cmake_parse_arguments(ARG "" "" "LIBS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${folder}/*.cpp)
    list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
    thidua_together(sources ${name} 10)
    if(sources)
        add_executable(${name} ${sources})
        target_link_libraries(${name} PRIVATE ${ARG_LIBS} thidua_assets)
    endif()
endfunction()

# thidua_embed(NAME): an object library that carries every data file the program needs (views,
# words, schema, built browser files, fonts, guide, law) as bytes in .rodata, found by path through
# base/assets.h. One assembler file with .incbin: no compiler time, no limit on size.
function(thidua_embed name)
    set(list ${CMAKE_BINARY_DIR}/assets/files.cmake)
    file(GLOB files LIST_DIRECTORIES false RELATIVE ${CMAKE_SOURCE_DIR} CONFIGURE_DEPENDS
        ${CMAKE_SOURCE_DIR}/src/*/views/*.mustache
        ${CMAKE_SOURCE_DIR}/src/*/schema/*.sql
        ${CMAKE_SOURCE_DIR}/src/*/data/*.csv
        ${CMAKE_SOURCE_DIR}/src/*/data/*.json
        ${CMAKE_SOURCE_DIR}/locale/*/*.json
        ${CMAKE_SOURCE_DIR}/law/*.csv
        ${CMAKE_SOURCE_DIR}/law/*/*.yaml
        ${CMAKE_SOURCE_DIR}/law/*/*/*.yaml
        ${CMAKE_SOURCE_DIR}/law/*.json
        ${CMAKE_SOURCE_DIR}/demo/*.txt
        ${CMAKE_SOURCE_DIR}/demo/*.csv
        ${CMAKE_SOURCE_DIR}/demo/*.yaml
        ${CMAKE_SOURCE_DIR}/web/dist/*
        ${CMAKE_SOURCE_DIR}/web/dist/*/*)
    list(FILTER files EXCLUDE REGEX "/\\.")
    set(assembly ${CMAKE_BINARY_DIR}/assets/assets.S)
    set(text ".section .rodata\n")
    set(table "")
    set(index 0)
    foreach(file IN LISTS files)
        string(APPEND text ".p2align 4\nfile_${index}: .incbin \"${CMAKE_SOURCE_DIR}/${file}\"\nend_${index}: .byte 0\nname_${index}: .asciz \"${file}\"\n")
        string(APPEND table ".quad name_${index}, file_${index}, end_${index} - file_${index}\n")
        math(EXPR index "${index} + 1")
    endforeach()
    string(APPEND text ".section .data.rel.ro,\"aw\"\n.p2align 4\n.globl thidua_asset_table\nthidua_asset_table:\n${table}.globl thidua_asset_count\nthidua_asset_count: .quad ${index}\n.section .note.GNU-stack,\"\",@progbits\n")
    file(CONFIGURE OUTPUT ${assembly} CONTENT "${text}" @ONLY)
    list(TRANSFORM files PREPEND ${CMAKE_SOURCE_DIR}/ OUTPUT_VARIABLE absolute)
    set_source_files_properties(${assembly} PROPERTIES OBJECT_DEPENDS "${absolute}" LANGUAGE ASM)
    set_property(SOURCE ${assembly} APPEND PROPERTY COMPILE_OPTIONS "-Wa,--noexecstack")
    add_library(${name} OBJECT ${assembly})
endfunction()
