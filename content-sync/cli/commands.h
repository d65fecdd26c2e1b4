// The subcommands of `gatecast`: one file each, named after the command, with one function that registers it.
// The function adds the subcommand with its options and examples, and a callback that does the work and
// leaves the exit code in `exit_code` (0 fine, 1 content or trust, 2 usage, 3 environment; see output.h).
// Threads: main only.
#pragma once

namespace CLI {
class App;
}  // namespace CLI

namespace gatecast::cli {

// In the order of an editor's day; each line has its file.
void add_check_command(CLI::App& app, int& exit_code);
void add_build_command(CLI::App& app, int& exit_code);
void add_sign_command(CLI::App& app, int& exit_code);
void add_publish_command(CLI::App& app, int& exit_code);
void add_export_command(CLI::App& app, int& exit_code);
void add_alert_command(CLI::App& app, int& exit_code);
void add_recall_command(CLI::App& app, int& exit_code);
void add_device_command(CLI::App& app, int& exit_code);
void add_reports_command(CLI::App& app, int& exit_code);
void add_feed_command(CLI::App& app, int& exit_code);
void add_mode_command(CLI::App& app, int& exit_code);
void add_system_command(CLI::App& app, int& exit_code);
void add_keys_command(CLI::App& app, int& exit_code);
void add_verify_command(CLI::App& app, int& exit_code);
void add_inspect_command(CLI::App& app, int& exit_code);
void add_kiosk_code_command(CLI::App& app, int& exit_code);
void add_labels_command(CLI::App& app, int& exit_code);
void add_doctor_command(CLI::App& app, int& exit_code);

}  // namespace gatecast::cli
