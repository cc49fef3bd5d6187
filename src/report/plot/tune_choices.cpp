// SPDX-License-Identifier: MIT
#include "report/plot/tune_choices.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

#include "report/plot/looks.hpp"
#include "report/wording.hpp"

namespace popex::report::plot {
namespace {

constexpr double kSize = 11;    // of names
constexpr double kLine = 14;    // from one line of names to the next
constexpr double kMark = 6;     // half of a mark's width
constexpr double kBeside = 10;  // from the middle of a mark to its name

bool overlap(const Box& a, const Box& b) {
  return a.left < b.right && b.left < a.right && a.bottom < b.top && b.bottom < a.top;
}

/// Choices that come to the same.
struct Mark {
  double x = 0;
  double y = 0;
  std::vector<std::string> names;
  std::string split;

  [[nodiscard]] Box box() const { return {x - kMark, x + kMark, y - kMark, y + kMark}; }
  [[nodiscard]] std::string label() const {
    return fmt::format("{} ({})", joined(names), shortened(split, 24));
  }
};

/// Whatever order an answer lists choices in, popex' own come first.
bool comes_first(const std::string& a, const std::string& b) {
  return std::pair(a != "popex", a) < std::pair(b != "popex", b);
}

std::vector<Mark> marks_of(const TuneData& data, const Box& box, const Axis& cost,
                           const Axis& accuracy) {
  std::vector<Mark> marks;
  for (const auto& condition : data.conditions) {
    for (const TuneData::Point& point : condition.choices) {
      const Mark mark{box.left + box.width() * cost.fraction(point.cost),
                      box.bottom + box.height() * accuracy.fraction(kPercent * point.accuracy),
                      {point.choice},
                      point.split};
      const auto same = std::find_if(marks.begin(), marks.end(), [&](const Mark& other) {
        return other.x == mark.x && other.y == mark.y && other.split == mark.split;
      });
      if (same == marks.end()) {
        marks.push_back(mark);
      } else if (std::find(same->names.begin(), same->names.end(), point.choice) ==
                 same->names.end()) {
        same->names.push_back(point.choice);
      }
    }
  }
  for (Mark& mark : marks) std::sort(mark.names.begin(), mark.names.end(), comes_first);
  std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) {
    if (a.names != b.names) return comes_first(a.names.front(), b.names.front());
    return std::pair(a.x, a.y) < std::pair(b.x, b.y);
  });
  return marks;
}

/// Where names are, and marks: nothing may be put there.
class Places {
 public:
  Places(const std::vector<Mark>& marks, const Box& inside) : inside_(inside) {
    for (const Mark& mark : marks) taken_.push_back(mark.box());
  }

  /// The nearest free place beside a mark, or above or below that.
  std::optional<Box> take(const Mark& mark, double width) {
    for (const double line : {0.0, 1.0, -1.0, 2.0, -2.0}) {
      const double y = mark.y + line * kLine;
      for (const double left : {mark.x + kBeside, mark.x - kBeside - width}) {
        const Box here{left, left + width, y - kLine / 2, y + kLine / 2};
        if (!is_free(here)) continue;
        taken_.push_back(here);
        return here;
      }
    }
    return std::nullopt;
  }

 private:
  [[nodiscard]] bool is_free(const Box& here) const {
    return here.left >= inside_.left && here.right <= inside_.right &&
           here.bottom >= inside_.bottom && here.top <= inside_.top &&
           std::none_of(taken_.begin(), taken_.end(),
                        [&](const Box& other) { return overlap(here, other); });
  }

  Box inside_;
  std::vector<Box> taken_;
};

void add_names(Script& script, const std::vector<Mark>& marks, const Box& box) {
  Places places(marks, box);
  std::size_t unnamed = 0;
  for (const Mark& mark : marks) {
    const std::string label = mark.label();
    const std::optional<Box> place = places.take(mark, text_width(label, kSize));
    if (place) {
      const bool is_right = place->left > mark.x;
      script.text(is_right ? place->left : place->right, (place->bottom + place->top) / 2, label,
                  fmt::format("{} font ',{:g}' front", is_right ? "left" : "right", kSize));
    } else {
      ++unnamed;
    }
  }
  if (unnamed > 0) {
    script.note(fmt::format("{} of {} points have no room for their name", unnamed, marks.size()));
  }
}

}  // namespace

void add_choices(Script& script, const TuneData& data, const Box& box, const Axis& cost,
                 const Axis& accuracy, std::vector<std::string>& plots) {
  add_names(script, marks_of(data, box, cost, accuracy), box);
  const bool has_names = data.conditions.size() > 1;
  for (std::size_t c = 0; c < data.conditions.size(); ++c) {
    std::vector<std::vector<double>> others;
    std::vector<std::vector<double>> chosen;
    for (const TuneData::Point& point : data.conditions[c].choices) {
      (point.choice == "popex" ? chosen : others)
          .push_back({point.cost, kPercent * point.accuracy});
    }
    const std::string name = has_names ? data.conditions[c].name + ": " : "";
    if (!others.empty()) {
      plots.push_back(fmt::format("{} with points {} ps 1.1 title {}", script.block(others),
                                  point_look(c), gnuplot_string(name + "others")));
    }
    if (!chosen.empty()) {
      // The same look, but larger, so that it is seen which condition it belongs to.
      plots.push_back(fmt::format("{} with points {} ps 2.2 lw 2 title {}", script.block(chosen),
                                  point_look(c), gnuplot_string(name + "popex")));
    }
  }
}

}  // namespace popex::report::plot
