# A man page for popex and one for each command that it names in its help: their one source is the program.
#   cmake -DPOPEX=PROGRAM -DHELP2MAN=… -DGZIP=… -DVERSION=… -DFOLDER=man1 -P man_pages.cmake

function(help_of text)
  execute_process(COMMAND ${POPEX} ${ARGN} --help OUTPUT_VARIABLE help COMMAND_ERROR_IS_FATAL ANY)
  set(${text} "${help}" PARENT_SCOPE)
endfunction()

help_of(help)
string(REGEX REPLACE ".*\nSubcommands:\n" "" commands "${help}")
string(REGEX MATCHALL "(^|\n)  [a-z]+" commands "${commands}")
if(NOT commands)
  message(FATAL_ERROR "${POPEX} --help names no commands")
endif()

file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})
foreach(command none ${commands})
  string(STRIP "${command}" command)
  if(command STREQUAL "none")
    set(page popex)
    set(program ${POPEX})
    set(what "split early-exit neural networks between edge and cloud")
  else()
    set(page popex-${command})
    set(program "${POPEX} ${command}")
    help_of(help ${command})
    string(REGEX REPLACE "\n\n.*" "" what "${help}")
    string(REPLACE "\n" " " what "${what}")
  endif()
  execute_process(
    COMMAND ${HELP2MAN} --no-info --section=1 --output=${FOLDER}/${page}.1 --version-string=${VERSION}
      "--name=${what}" "${program}"
    COMMAND_ERROR_IS_FATAL ANY)
  # What the page is called, for "man -k".
  file(READ ${FOLDER}/${page}.1 text)
  string(REPLACE "\npopex ${command} \\- " "\n${page} \\- " text "${text}")
  file(WRITE ${FOLDER}/${page}.1 "${text}")
  execute_process(COMMAND ${GZIP} -9n ${FOLDER}/${page}.1 COMMAND_ERROR_IS_FATAL ANY)
endforeach()
