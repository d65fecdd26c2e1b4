// Maps, plans, forms, galleries and films of pages in the release document, and their part of what signers
// read. Threads: pure functions. Errors: kept in the Reading behind each Node.
#pragma once
#include <functional>
#include <string>

#include "content-sync/base/json_value.h"
#include "content-sync/bundle/release_read.h"

namespace gatecast::bundle {

nlohmann::json texts_json(const TextByLanguage& texts);
nlohmann::json to_json(const MapBlock& block);
nlohmann::json to_json(const PlanBlock& block);
nlohmann::json to_json(const FormBlock& block);
nlohmann::json to_json(const GalleryBlock& block);
nlohmann::json to_json(const FilmBlock& block);
MapBlock read_map(const Node& node);
PlanBlock read_plan(const Node& node);
FormBlock read_form(const Node& node);
GalleryBlock read_gallery(const Node& node);
// What of them is no text: links, pictograms, cells, where an answer leads.
using AddWords = std::function<void(const std::string& words)>;
void describe(const MapBlock& block, const AddWords& add);
void describe(const PlanBlock& block, const AddWords& add);
void describe(const FormBlock& block, const AddWords& add);
void describe(const GalleryBlock& block, const AddWords& add);
void describe(const FilmBlock& block, const AddWords& add);
// Links and cells that fit together; calls `fault` with what does not.
using FaultWords = std::function<void(const std::string& message)>;
void check_parts(const Block& block, const Release& release, const FaultWords& fault);

}  // namespace gatecast::bundle
