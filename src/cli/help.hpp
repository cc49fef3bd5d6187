// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include <CLI/App.hpp>

namespace popex::cli {

/// Help that fits a terminal of 80 columns: CLI11 breaks no lines of its own.
class HelpFormatter : public CLI::Formatter {
 public:
  HelpFormatter();
  std::string make_description(const CLI::App* app) const override;
  std::string make_footer(const CLI::App* app) const override;
  std::string make_subcommand(const CLI::App* sub) const override;
  std::string make_option_desc(const CLI::Option* option) const override;
  std::string make_option_opts(const CLI::Option* option) const override;
};

}  // namespace popex::cli
