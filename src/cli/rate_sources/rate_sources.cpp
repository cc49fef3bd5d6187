// SPDX-License-Identifier: MIT
#include "cli/rate_sources/rate_sources.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>

#include <fmt/format.h>

#include "cli/rate_sources/interface.hpp"
#include "cli/rate_sources/iperf3.hpp"
#include "cli/rate_sources/told_rates.hpp"
#include "cli/rate_sources/transfers.hpp"
#include "text/nearest_name.hpp"

namespace popex::cli {
namespace {

Problems no_problems(const std::string& /*argument*/) { return {}; }

template <class Source>
std::unique_ptr<RateSource> make_told(const std::string& /*argument*/,
                                      const RateSourceParts& parts) {
  return std::make_unique<Source>(parts);
}

Problems problems_of_server(const std::string& argument) {
  const Result<Iperf3Server> server = read_iperf3_server(argument);
  return server ? Problems{} : server.problems();
}

std::unique_ptr<RateSource> make_iperf3(const std::string& argument, const RateSourceParts& parts) {
  return std::make_unique<Iperf3>(*read_iperf3_server(argument), parts);
}

std::unique_ptr<RateSource> make_interface(const std::string& argument,
                                           const RateSourceParts& parts) {
  return std::make_unique<Interface>(argument, parts);
}

std::string form_of(const RateSourceEntry& entry) {
  return entry.argument.empty() ? std::string(entry.name)
                                : fmt::format("{}:{}", entry.name, entry.argument);
}

}  // namespace

const std::vector<RateSourceEntry>& rate_sources() {
  static const std::vector<RateSourceEntry> entries = {
      {"-", "", true, "rates on standard input", no_problems, make_told<ToldRates>},
      {"transfers", "", true, "bytes and milliseconds of uploads on standard input", no_problems,
       make_told<Transfers>},
      {"iperf3", "HOST[:PORT]", false, "runs iperf3 every --period", problems_of_server,
       make_iperf3},
      {"interface", "IFACE", false, "what the kernel counts as sent, a lower bound",
       problems_of_interface, make_interface},
  };
  return entries;
}

Result<NamedRateSource> find_rate_source(const std::string& text) {
  const std::size_t colon = text.find(':');
  const std::string name = text.substr(0, colon);
  const auto& entries = rate_sources();
  const auto entry = std::find_if(entries.begin(), entries.end(),
                                  [&](const RateSourceEntry& e) { return e.name == name; });
  const bool has_argument = colon != std::string::npos;
  if (entry != entries.end() && entry->argument.empty() != has_argument) {
    NamedRateSource source{&*entry, has_argument ? text.substr(colon + 1) : ""};
    if (Problems problems = entry->problems_of(source.argument); !problems.empty()) return problems;
    return source;
  }
  std::vector<std::string> forms;
  std::vector<std::string_view> names;
  for (const RateSourceEntry& e : entries) {
    forms.push_back(form_of(e));
    names.push_back(e.name);
  }
  return Problems{
      {"--source", fmt::format("'{}', expected {}", text, fmt::join(forms, ", ")) +
                       (entry == entries.end() ? text::did_you_mean(name, names) : "")}};
}

}  // namespace popex::cli
