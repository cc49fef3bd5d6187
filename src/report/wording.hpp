// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <popex/breakpoints.hpp>
#include <popex/decision.hpp>
#include <popex/profile.hpp>
#include <popex/scenario.hpp>

/// Words and numbers for people: readable units, three significant digits.
namespace popex::report {

std::string duration(Milliseconds time);                        ///< "248 ms", "3.14 µs", "∞"
std::string size(Bytes bytes);                                  ///< "280 kB"
std::string percent(double share);                              ///< "50.6 %"
std::string counted(std::size_t count, std::string_view what);  ///< "1 case", "3 cases"
std::string significant(double number);                         ///< "5.5", "18.9", "1e+09", "∞"

/// v_s of a handover: "input", a layer's name, or "output".
std::string_view split_name(const Profile& profile, std::size_t layers_done);

/// The same of a handover, also of one inside a block: there the tensors that are sent, "a + b".
std::string split_name(const Profile& profile, const Handover& handover);

/// The block that a handover is inside: "a … d".
std::string block_name(const Profile& profile, const Handover& handover);

/// The numbers of the tensors that are sent at a handover.
std::vector<std::size_t> tensors_across(const Profile& profile, const Handover& handover);

/// "conv1", "conv2, conv3" or "conv2 … fc8".
std::string layer_names(const Profile& profile, const std::vector<Range>& layers);
std::string branch_names(const Profile& profile, Range branches);

/// "edge-cloud 5.5 Mbps + 20 ms", "gamma 10", "p(b1) = 0.8"; one string, or part by part.
std::string scenario_in_words(const Scenario& scenario);
std::vector<std::string> scenario_parts(const Scenario& scenario);

/// The end of a piece over a parameter: infinite where the piece goes on as far as popex looks.
double open_end(Parameter::Kind kind, double to);

/// "5.5 Mbps", "gamma 10", "p(b1) = 0.5": the parameter's name for a heading.
std::string parameter_name(const Profile& profile, Parameter parameter);

/// Columns of a page and of a terminal: nothing is wider that can be broken or shortened.
constexpr std::size_t kPageWidth = 80;

/// Where a text is read. On a terminal, names in tables are shortened where a table is wider than
/// the page; in a pipe and in files nothing is.
enum class Page { terminal, endless };

/// `text` with … in place of its middle if it has more columns than that: names often begin alike.
std::string shortened(std::string_view text, std::size_t columns);

/// All of them shortened, and so that different ones stay different: what would look like one
/// before it gets a number, "inception2…#2".
std::vector<std::string> shortened_apart(const std::vector<std::string>& names,
                                         std::size_t columns);

/// Columns that people see: a character that UTF-8 needs several bytes for counts once.
std::size_t width_of(std::string_view text);

}  // namespace popex::report
