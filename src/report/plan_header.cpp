// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cctype>
#include <cstddef>
#include <iterator>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "report/c_text.hpp"
#include "report/plan.hpp"
#include "report/wording.hpp"

namespace popex::report {
namespace {

std::string upper_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return text;
}

/// What the header calls a value of the parameter.
std::string_view value_name(Parameter::Kind kind) {
  switch (kind) {
    case Parameter::Kind::rate:
      return "rate_mbps";
    case Parameter::Kind::gamma:
      return "gamma";
    case Parameter::Kind::probability:
      return "probability";
  }
  return "";
}

/// Writes the header; P stands for the prefix in comments below.
class HeaderWriter {
 public:
  HeaderWriter(const PlanAnswer& answer, const std::string& prefix)
      : answer_(answer),
        profile_(*answer.profile),
        prefix_(prefix),
        macro_(upper_case(prefix)),
        value_(value_name(answer.parameter.kind)),
        slope_(slope_key(answer.parameter.kind)),
        over_rate_(answer.parameter.kind == Parameter::Kind::rate) {
    for (const PlanAnswer::Row& row : answer.rows) {
      const Placement& placement = row.piece.placement;
      cuts_blocks_ |= std::any_of(placement.begin(), placement.end(),
                                  [](const Handover& h) { return h.is_inside_block(); });
    }
  }

  std::string write() {
    write_comment();
    line("#ifndef {0}_PLAN_H\n#define {0}_PLAN_H\n", macro_);
    line("#include <math.h>\n#include <stddef.h>\n");
    write_sizes();
    write_struct();
    if (cuts_blocks_) write_layers_ahead();
    write_table();
    write_find();
    write_expected_time();
    line("\n#endif");
    return std::move(out_);
  }

 private:
  template <class... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_ += '\n';
  }

  void write_comment() {
    const std::string name = profile_.name().empty() ? "network" : profile_.name();
    line("/* Where to split {}, by {}.", in_c_comment(name),
         in_c_comment(parameter_name(profile_, answer_.parameter)));
    line(" *");
    for (const std::string& part : scenario_parts(answer_.scenario)) {
      line(" * {}", in_c_comment(part));
    }
    for (std::size_t k = 0; k < profile_.links().size(); ++k) {
      line(" * link {}: {}", k, in_c_comment(profile_.links()[k].name));
    }
    line(" *");
    line(" * E[T] in ms of a piece is constant_ms + {}.",
         over_rate_ ? "slope_ms_mbps / rate_mbps" : fmt::format("slope_ms * {}", value_));
    line(" * Written by \"popex plan\"; changes here are lost when it writes again. */");
  }

  void write_sizes() {
    line("#define {}_PIECES {}", macro_, answer_.rows.size());
    line("#define {}_LINKS {}", macro_, profile_.links().size());
    line("/* What the table is for; values outside are decided as the nearest end. */");
    line("#define {}_FROM {}", macro_, c_literal(answer_.rows.front().piece.from));
    line("#define {}_TO {}\n", macro_, c_literal(answer_.rows.back().piece.to));
  }

  void write_struct() {
    line("struct {}_piece {{", prefix_);
    line("  double last;         /* the highest {} that it is for */", value_);
    line("  double constant_ms;\n  double {};", slope_);
    line("  int layers[{}_LINKS];   /* run before each link, in the profile's order */", macro_);
    line("  int branches[{}_LINKS]; /* run before each link */", macro_);
    line("  const char *split[{}_LINKS]; /* \"input\", a layer, \"output\"{} */", macro_,
         cuts_blocks_ ? "; NULL in a block" : "");
    if (cuts_blocks_) {
      line("  const int *ahead[{}_LINKS]; /* layers, counted from 0, run besides */", macro_);
      line("  int ahead_count[{}_LINKS];", macro_);
    }
    line("}};\n");
  }

  [[nodiscard]] std::string name_of_ahead(std::size_t row, std::size_t link) const {
    return fmt::format("{}_ahead_{}_{}", prefix_, row, link);
  }

  void write_layers_ahead() {
    for (std::size_t i = 0; i < answer_.rows.size(); ++i) {
      const Placement& placement = answer_.rows[i].piece.placement;
      for (std::size_t k = 0; k < placement.size(); ++k) {
        if (!placement[k].is_inside_block()) continue;
        line("static const int {}[{}] = {{{}}};", name_of_ahead(i, k), placement[k].ahead.size(),
             fmt::join(placement[k].ahead, ", "));
      }
    }
    out_ += '\n';
  }

  /// {1, 2}: one of each handover.
  template <class Of>
  std::string by_link(const Placement& placement, const Of& of) {
    std::string list;
    for (std::size_t k = 0; k < placement.size(); ++k) {
      list += (k > 0 ? ", " : "") + of(placement[k], k);
    }
    return '{' + list + '}';
  }

  void write_table() {
    line("static const struct {}_piece {}_plan[{}_PIECES] = {{", prefix_, prefix_, macro_);
    for (std::size_t i = 0; i < answer_.rows.size(); ++i) {
      const PlanAnswer::Row& row = answer_.rows[i];
      const Placement& placement = row.piece.placement;
      std::string fields =
          fmt::format("{}, {}, {}, ", c_literal(row.last), c_literal(row.piece.line.at_zero),
                      c_literal(row.piece.line.slope));
      fields += by_link(placement,
                        [](const Handover& h, std::size_t) { return std::to_string(h.layers); });
      fields += ", " + by_link(placement, [](const Handover& h, std::size_t) {
                  return std::to_string(h.branches);
                });
      fields += ", " + by_link(placement, [&](const Handover& h, std::size_t) {
                  if (h.is_inside_block()) return std::string("NULL");
                  return '"' + escaped_c(split_name(profile_, h.layers)) + '"';
                });
      if (cuts_blocks_) {
        fields += ", " + by_link(placement, [&](const Handover& h, std::size_t k) {
                    return h.is_inside_block() ? name_of_ahead(i, k) : std::string("NULL");
                  });
        fields += ", " + by_link(placement, [](const Handover& h, std::size_t) {
                    return std::to_string(h.ahead.size());
                  });
      }
      line("  {{{}}}{}", fields, i + 1 < answer_.rows.size() ? "," : "");
    }
    line("}};\n");
  }

  void write_find() {
    line("/* Number of the best piece. A tie is the edge's. */");
    line("static inline int {}_find(double {}) {{", prefix_, value_);
    line("  int low = 0;\n  int high = {}_PIECES - 1;", macro_);
    line("  while (low < high) {{\n    const int middle = low + (high - low) / 2;");
    line("    if ({}_plan[middle].last < {}) {{", prefix_, value_);
    line("      low = middle + 1;\n    }} else {{\n      high = middle;\n    }}\n  }}");
    line("  return low;\n}}\n");
  }

  void write_expected_time() {
    line("/* E[T] in ms of the decision of a piece, the best one here or not. */");
    line("static inline double {}_expected_time_ms(int piece, double {}) {{", prefix_, value_);
    line("  const struct {0}_piece *const it = &{0}_plan[piece];", prefix_);
    if (over_rate_) {
      line("  if (!(it->slope_ms_mbps > 0)) return it->constant_ms; /* nothing is sent */");
      line("  if (!(rate_mbps > 0)) return HUGE_VAL;");
      line("  return it->constant_ms + it->slope_ms_mbps * (1 / rate_mbps);\n}}");
    } else {
      line("  return it->constant_ms + it->slope_ms * {};\n}}", value_);
    }
  }

  const PlanAnswer& answer_;
  const Profile& profile_;
  std::string prefix_;
  std::string macro_;
  std::string_view value_;
  std::string_view slope_;
  bool over_rate_;
  bool cuts_blocks_ = false;
  std::string out_;
};

}  // namespace

std::string render_c(const PlanAnswer& answer, const std::string& prefix) {
  return HeaderWriter(answer, prefix).write();
}

}  // namespace popex::report
