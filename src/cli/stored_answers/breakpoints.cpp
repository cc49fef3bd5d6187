// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>
#include <string>
#include <utility>

#include <fmt/format.h>

#include <popex/breakpoints.hpp>
#include <popex/scenario.hpp>

#include "background/scenario_reader.hpp"
#include "cli/stored_answers/readers.hpp"
#include "cli/stored_answers/stored_decision.hpp"
#include "report/plot/axis.hpp"

namespace popex::cli {
namespace {

using report::plot::BreakpointsData;
using report::plot::kNarrowest;

/// One link of a piece's split, for older answers: they have no labels.
struct Crossing {
  std::string split;
  std::vector<std::string> tensors;  ///< inside a block
};

struct FoundBreakpoints {
  std::string profile;
  Scenario scenario;
  std::string parameter;
  std::string link;
  std::string branch;
  BreakpointsData data;
  std::vector<std::vector<Crossing>> crossings;  ///< of each piece, link by link
};

JsonShape shape_of(FoundBreakpoints& found) {
  using S = JsonShape;
  const auto into = [](std::string& text) {
    return S::text([&text](std::string& t) { text = std::move(t); });
  };
  const auto piece = [&found]() -> auto& { return found.data.pieces.back(); };
  const auto crossing = [&found]() -> Crossing& { return found.crossings.back().back(); };
  const JsonShape link =
      S::object_with({S::required("split", S::either(S::text([crossing](std::string& t) {
                                                       crossing().split = std::move(t);
                                                     }),
                                                     S::nothing())),
                      S::optional("tensors", S::list(S::text([crossing](std::string& t) {
                                    crossing().tensors.push_back(std::move(t));
                                  })))});
  const JsonShape times = S::object_with(
      {S::required("from", S::either(S::number([piece](double v) { piece().time_from = v; }),
                                     S::nothing())),
       S::required(
           "to", S::either(S::number([piece](double v) { piece().time_to = v; }), S::nothing()))});
  const JsonShape one = S::object_with(
      {S::required("from", S::number([piece](double v) { piece().from = v; })),
       S::required("to", number_or_forever([piece](double v) { piece().to = v; })),
       S::optional("label", S::text([piece](std::string& t) { piece().split = std::move(t); })),
       S::required("expected_time_ms", times),
       S::required("links", S::list(link, [&found] { found.crossings.back().emplace_back(); }))});
  return S::object_with(
      {S::optional("profile", into(found.profile)),
       S::optional("scenario", scenario_shape(found.scenario)),
       S::required("over", S::object_with({S::required("parameter", into(found.parameter)),
                                           S::optional("link", into(found.link)),
                                           S::optional("branch", into(found.branch))})),
       S::required("pieces", S::list(one, [&found] {
                     constexpr double forever = std::numeric_limits<double>::infinity();
                     found.data.pieces.push_back({0, 0, "", forever, forever});
                     found.crossings.emplace_back();
                   }))});
}

std::string split_of(const std::vector<Crossing>& crossings) {
  std::string split;
  for (std::size_t k = 0; k < crossings.size(); ++k) {
    if (k > 0) split += " | ";
    split += crossings[k].split.empty() ? fmt::format("{}", fmt::join(crossings[k].tensors, " + "))
                                        : crossings[k].split;
  }
  return split;
}

}  // namespace

Result<BreakpointsData> read_breakpoints(std::string_view json) {
  FoundBreakpoints found;
  Problems problems = read_json(json, shape_of(found));
  if (!problems.empty()) return problems;
  BreakpointsData& data = found.data;
  Interval all;
  if (found.parameter == "rate") {
    data.over = BreakpointsData::Over::rate;
    all = domain(Parameter::Kind::rate);
    data.label = fmt::format("rate of {} in Mbps", found.link);
  } else if (found.parameter == "gamma") {
    data.over = BreakpointsData::Over::gamma;
    all = domain(Parameter::Kind::gamma);
    data.label = "processing factor γ";
  } else if (found.parameter == "probability") {
    data.over = BreakpointsData::Over::probability;
    all = domain(Parameter::Kind::probability);
    data.label = "exit probability of " + found.branch;
  } else {
    problems.push_back({"/over/parameter",
                        fmt::format("'{}', expected rate, gamma or probability", found.parameter)});
  }
  if (data.pieces.empty()) problems.push_back({"/pieces", "none, expected one or more"});
  for (std::size_t i = 0; i < data.pieces.size(); ++i) {
    BreakpointsData::Piece& piece = data.pieces[i];
    if (piece.split.empty()) piece.split = split_of(found.crossings[i]);
    if (std::isinf(piece.to)) piece.to = all.to;
    const bool follows = i == 0 ? piece.from >= 0 : piece.from == data.pieces[i - 1].to;
    if (piece.from < piece.to && follows) continue;
    problems.push_back(
        {fmt::format("/pieces/{}", i),
         fmt::format("from {} to {}, expected pieces that rise and follow each other", piece.from,
                     piece.to)});
  }
  if (problems.empty()) {
    constexpr double least = 1e-9;  // an axis that ends before has no ticks to read
    const double from = data.pieces.front().from;
    const double to = data.pieces.back().to;
    if (to - from < kNarrowest * to) {
      problems.push_back({"/pieces", fmt::format("from {} to {}, too near to draw", from, to)});
    } else if (!(from >= all.from && to >= least && to <= all.to)) {
      problems.push_back(
          {"/pieces", fmt::format("from {} to {}, expected from {} or more to {} … {}", from, to,
                                  all.from, least, all.to)});
    }
  }
  if (!problems.empty()) return problems;
  data.title = title_of(found.profile, found.scenario);
  return std::move(data);
}

}  // namespace popex::cli
