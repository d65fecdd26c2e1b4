#include "kiosk-ui/view/fact_value.h"

#include <algorithm>

#include "content-sync/bundle/fact_reference.h"

namespace gatecast::kiosk_ui {

std::string value_with_facts(const std::string& text, const bundle::LanguageTag& language,
                             const bundle::Release& release, Instant now, compose::FactsUsed& used) {
  const auto facts = bundle::facts_in(text);
  const auto asking = compose::ask_at_counter(language);
  const bool is_hidden = std::any_of(facts.begin(), facts.end(), [&](const std::string& fact) {
    compose::FactsUsed aside;
    return compose::with_facts("{fact:" + fact + "}", language, release, now, aside) == asking;
  });
  return is_hidden ? asking : compose::with_facts(text, language, release, now, used);
}

}  // namespace gatecast::kiosk_ui
