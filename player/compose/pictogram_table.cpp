#include "player/compose/pictogram.h"

namespace gatecast::compose {

using enum Mark::How;

// Wheels of cars: a ground disc hides the body, then the rim.
#define GATECAST_WHEELS(left, right, y)                            \
  {ground_fill, "O " #left " " #y " 11 O " #right " " #y " 11"}, { \
    stroke, "O " #left " " #y " 8 O " #right " " #y " 8"           \
  }

static std::vector<Pictogram> border_icons() {
  return {
      {"passport",
       {{stroke, "R 22 9 56 82 7"},
        {accent_stroke, "O 50 41 16 E 50 41 7 16 M34 41H66"},
        {stroke, "M37 74H63"}}},
      {"visa",
       {{stroke, "R 14 14 72 72 7 M28 30H62 M28 44H42"}, {accent_stroke, "O 60 60 16 M52 60 L58 66 L69 54"}}},
      {"stamp",
       {{stroke, "O 50 22 11 M45 33 L40 56 H60 L55 33"},
        {stroke, "R 20 56 60 15 4"},
        {accent_stroke, "M20 87H80"}}},
      {"form",
       {{stroke,
         "M70 40 V16 Q70 10 64 10 H24 Q18 10 18 16 V84 Q18 90 24 90 H52 M31 28H57 M31 44H57 M31 60H46"},
        {accent_stroke, "M62 78 L84 46 L93 52 L71 85 L60 89Z"}}},
      {"qr",
       {{stroke, "R 12 12 28 28 3 R 60 12 28 28 3 R 12 60 28 28 3"},
        {accent_fill, "R 21 21 10 10 1 R 69 21 10 10 1 R 21 69 10 10 1"},
        {fill, "R 58 58 11 11 1 R 78 58 11 11 1 R 68 68 11 11 1 R 58 78 11 11 1 R 78 78 11 11 1"}}},
      {"customs",
       {{stroke, "R 8 32 66 48 7 M28 32 V23 Q28 18 33 18 H49 Q54 18 54 23 V32 M8 50H40"},
        {ground_fill, "O 66 60 23"},
        {accent_stroke, "O 66 60 17 M78.500 72.500 L92 87"}}},
      {"suitcase",
       {{stroke, "R 12 32 76 52 7 M36 32 V22 Q36 17 41 17 H59 Q64 17 64 22 V32"},
        {accent_stroke, "M31 32V84 M69 32V84"}}},
      {"gate",
       {{stroke, "M6 38 C28 34 40 24 50 12 C60 24 72 34 94 38 Z M18 38V88 M82 38V88 M8 88H30 M70 88H92"},
        {accent_stroke, "M31 70L72 49 M31 61V88"}}},
      {"gate_closed",
       {{stroke, "M6 34 C28 30 40 20 50 8 C60 20 72 30 94 34 Z M16 34V90 M84 34V90 M7 90H25 M75 90H93"},
        {accent_fill, "R 35 65 30 23 3"},
        {accent_stroke, "M41 65 V59 C41 48 59 48 59 59 V65"},
        {ground_fill, "O 50 73 4 R 48.400 73 3.200 8 1"}}},
      {"counter",
       {{stroke, "O 50 22 11 M28 54 C28 42 38 38 50 38 C62 38 72 42 72 54"},
        {accent_stroke, "R 8 54 84 13 3 M18 67V90 M82 67V90"}}},
      {"form_check", {{stroke, "R 20 10 60 80 6 M34 30H66"}, {accent_stroke, "M34 58 L46 70 L68 46"}}},
      {"camera",
       {{stroke, "R 8 28 84 56 8 M33 28 L40 16 H60 L67 28"},
        {accent_stroke, "O 50 55 16"},
        {fill, "O 79 42 3.500"}}},
      {"no_touch",
       {{stroke,
         "M35 60V37 M44 54V28 M53 54V28 M62 58V35 M35 58 L26 48 M35 58 C35 74 41 80 49 80 C58 80 62 74 62 "
         "58"},
        {accent_stroke, "O 50 50 42 M20.500 20.500 L79.500 79.500"}}},
      {"bottle",
       {{stroke,
         "M42 8 H58 V26 C58 34 67 38 67 50 V86 Q67 91 62 91 H38 Q33 91 33 86 V50 C33 38 42 34 42 26Z"},
        {accent_stroke, "M33 56H67 M33 76H67"}}},
      {"cigarettes",
       {{stroke, "R 8 56 70 15 2 M56 56V71"},
        {accent_stroke, "M86 56V71 M70 44 C70 34 82 36 80 22 M86 44 C86 36 95 34 92 20"}}},
  };
}

static std::vector<Pictogram> way_icons() {
  return {
      {"bus",
       {{stroke, "R 8 22 84 50 8 M8 48H92"},
        {accent_stroke, "M30 22V48 M51 22V48 M72 22V48"},
        GATECAST_WHEELS(28, 72, 73)}},
      {"truck",
       {{stroke, "R 5 26 54 45 4"},
        {accent_stroke, "M59 40 H77 L94 55 V71 H59"},
        GATECAST_WHEELS(24, 76, 73)}},
      {"taxi",
       {{stroke, "M7 71 V55 L21 50 L33 33 H66 L80 50 L93 55 V71 Z M21 50H80 M49 33V50"},
        {accent_stroke, "R 41 18 17 14 3"},
        GATECAST_WHEELS(28, 73, 72)}},
      {"road", {{stroke, "M24 90 L42 12 M76 90 L58 12"}, {accent_stroke, "M50 86V70 M50 56V44 M50 32V24"}}},
      {"place",
       {{stroke, "M50 92 C32 68 20 54 20 38 C20 20 34 10 50 10 C66 10 80 20 80 38 C80 54 68 68 50 92Z"},
        {accent_stroke, "O 50 38 12"}}},
      {"clock", {{stroke, "O 50 50 40"}, {accent_stroke, "M50 26V50L66 62"}}},
      {"calendar",
       {{stroke, "R 12 18 76 70 7 M12 38H88 M32 10V26 M68 10V26"},
        {accent_fill, "R 27 48 10 10 1 R 45 48 10 10 1 R 63 48 10 10 1 R 27 66 10 10 1 R 45 66 10 10 1"}}},
      {"information", {{stroke, "O 50 50 40 M50 48V72"}, {accent_fill, "O 50 31 5"}}},
      {"toilet",
       {{stroke, "O 27 19 9 M18 36H36V60H18Z M22 60V90 M32 60V90"},
        {accent_stroke, "M50 12V90"},
        {stroke, "O 74 19 9 M74 34 L61 66 H87 Z M69 66V90 M79 66V90"}}},
      {"wifi",
       {{stroke, "M10 42 C32 18 68 18 90 42 M25 58 C40 42 60 42 75 58"},
        {accent_stroke, "M39 73 C46 67 54 67 61 73"},
        {accent_fill, "O 50 86 5"}}},
      {"water",
       {{stroke, "M50 10 C64 32 78 46 78 62 C78 78 66 90 50 90 C34 90 22 78 22 62 C22 46 36 32 50 10Z"},
        {accent_stroke, "M36 62 C36 70 42 76 50 76"}}},
      {"storm",
       {{stroke, "M28 50 C10 50 10 29 28 30 C31 9 55 6 61 23 C78 17 91 29 84 41 C81 47 76 50 68 50 Z"},
        {accent_stroke, "M52 52L42 68H56L46 88 M26 62L20 76 M78 62L72 76"}}},
      {"evacuate",
       {{fill, "O 62 16 9"},
        {stroke, "M56 32L46 54L60 66L54 90 M46 54L40 68L20 72 M56 32L72 36L80 50 M56 32L38 34L30 48"}}},
      // Who runs to where cars stand.
      {"to_car_park",
       {{accent_stroke, "R 61 14 30 38 5 M71 45V23H76 C84 23 84 35 76 35 H71"},
        {fill, "O 34 27 8"},
        {stroke, "M29 41L21 60L35 71L31 92 M21 60L15 74L3 78 M29 41L41 50L50 46 M29 41L15 44L7 55"}}},
      // Four arrows from the corners to people in the middle: the assembly point of ISO 7010 E007.
      {"assembly",
       {{fill, "O 50 37 7.500 O 34 44 6 O 66 44 6"},
        {fill,
         "M41 49 H59 Q63 49 63 54 V72 H37 V54 Q37 49 41 49Z M28 53 H33 V72 H24 V58 Q24 53 28 53Z M67 53 H72 "
         "Q76 53 76 58 V72 H67Z"},
        {accent_stroke,
         "M6 6 L22 22 M22 9 V22 H9 M94 6 L78 22 M78 9 V22 H91 M6 94 L22 78 M9 78 H22 V91 M94 94 L78 78 M91 "
         "78 "
         "H78 V91"}}},
      {"hourglass",
       {{stroke, "M26 8H74 M26 92H74 M33 8V26L67 74V92 M67 8V26L33 74V92"},
        {accent_fill, "M41 27H59L50 40Z M41 85L50 70L59 85Z"}}},
      {"flood",
       {{stroke, "M12 64 V45 L28 40 L39 22 H63 L75 40 L89 45 V64 M28 40H75 M51 22V40 M23 53H31 M70 53H78"},
        {accent_stroke,
         "M4 72 C14 65 24 65 34 72 C44 79 54 79 64 72 C74 65 86 65 96 72 "
         "M4 89 C14 82 24 82 34 89 C44 96 54 96 64 89 C74 82 86 82 96 89"}}},
      {"landslide",
       {{fill, "M5 8 H14 C24 38 36 68 58 88 H5Z"},
        {stroke, "M54 85.400H95"},
        {accent_fill,
         "M36 22 L48 18 L56 28 L49 39 L38 36Z M58 46 L69 42 L77 51 L70 62 L60 58Z M74 68 L84 65 L92 73 L86 "
         "82 L76 80Z"}}},
  };
}

static std::vector<Pictogram> safety_icons() {
  return {
      // A child with a balloon, and where it belongs in question.
      {"child",
       {{fill, "O 30 42 11"},
        {fill, "M30 54 C36 54 38 58 39 62 L45 80 H15 L21 62 C22 58 24 54 30 54Z"},
        {stroke, "M24 80V93 M36 80V93 M38 62 L48 52"},
        {stroke, "M49 52V34"},
        {accent_fill, "E 49 21 10 12"},
        {accent_stroke, "M68 44 C68 29 93 29 93 45 C93 57 81 57 81 69"},
        {accent_fill, "O 81 84 4.500"}}},
      {"health",
       {{stroke,
         "M50 88 C20 66 8 50 8 34 C8 20 20 11 31 11 C40 11 47 16 50 25 C53 16 60 11 69 11 C80 11 92 20 92 34 "
         "C92 50 "
         "80 66 50 88Z"},
        {accent_stroke, "M20 48 H36 L44 33 L55 62 L62 48 H80"}}},
      {"ambulance",
       {{stroke, "M5 71 V32 Q5 27 10 27 H60 V71 Z M60 40 H77 L94 55 V71 H60"},
        {accent_fill, "R 24 13 16 10 3"},
        {accent_fill, "M32 62 C22 54 18 49 18 43 C18 35 29 34 32 41 C35 34 46 35 46 43 C46 49 42 54 32 62Z"},
        GATECAST_WHEELS(24, 76, 73)}},
      {"fire",
       {{stroke,
         "M50 91 C30 91 18 77 18 60 C18 40 36 34 38 9 C55 20 60 34 57 46 C64 43 66 37 66 31 C77 42 82 51 82 "
         "62 C82 79 "
         "68 91 50 91Z"},
        {accent_stroke,
         "M50 90 C40 90 36 82 38 74 C40 65 49 64 51 54 C60 62 64 68 63 76 C62 84 58 90 50 90Z"}}},
      {"police",
       {{stroke, "M10 44 C14 26 32 16 50 16 C68 16 86 26 90 44 L79 58 H21 Z"},
        {stroke, "M21 58 V70 C34 64 66 64 79 70 V58"},
        {accent_stroke, "M14 84 C30 70 70 70 86 84 C70 90 30 90 14 84Z"},
        {accent_fill, "M50 28 L59 37 L50 46 L41 37Z"}}},
      {"phone",
       {{stroke,
         "M25 10 L39 13 L44 35 L34 43 C38 54 47 63 58 67 L66 57 L88 62 L90 76 C90 84 84 91 75 90 C42 88 13 "
         "59 10 26 C9 "
         "17 16 10 25 10Z"},
        {accent_stroke, "M60 10 C76 13 87 24 90 40 M58 27 C66 29 71 34 73 42"}}},
      {"danger",
       {{stroke, "M50 10 L94 86 H6 Z"}, {accent_stroke, "M50 38V60"}, {accent_fill, "O 50 73 4.500"}}},
      {"unexploded",
       {{accent_fill, "M50 7 L96 89 H4 Z"},
        {accent_stroke, "M50 7 L96 89 H4 Z"},
        {ground_fill,
         "M40 37 H60 V45 L54 51 H46 L40 45Z M47 50 H53 V57 "
         "H47Z"},
        {ground_fill,
         "M47 55 C41 57 39 61 39 65 C39 72 44 77 48 81 H52 C56 77 61 72 61 65 C61 61 59 57 53 55Z M47.500 82 "
         "H52.500 L50 87Z"}}},
      // The shell, and the hand that must not (ISO 7010 P010).
      {"unexploded_no_touch",
       {{ground_fill, "M33 3 Q37 -3 41 3 L76 61 Q79 67 72 68 H2 Q-5 67 -2 61Z"},
        {accent_fill, "M37 8 L68 61 H6 Z"},
        {accent_stroke, "M37 8 L68 61 H6 Z"},
        {ground_fill,
         "M32 19 H42 V24.500 L39.200 27.500 H34.800 L32 24.500Z M35.200 27 H38.800 V32 H35.200Z"},
        {ground_fill,
         "M35 31 C31.500 33 30.200 36 30.200 40 C30.200 47 33.500 53 37 58.500 C40.500 53 43.800 47 43.800 "
         "40 "
         "C43.800 36 42.500 33 39 31Z"},
        {ground_fill, "O 73 72 30"},
        {fill, "O 73 72 27"},
        {ground_fill,
         "R 62.400 60 4.400 18 2.200 R 68 56.500 4.400 20 2.200 R 73.600 56.500 4.400 20 2.200 R 79.200 60 "
         "4.400 18 2.200"},
        {ground_fill, "R 62.400 73 21.200 15 6"},
        {ground_fill, "M63 83 L55.500 74 C54 71 57.500 69 60 71.500 L66 78Z"},
        {forbidding_stroke, "O 73 72 23.500 M56.400 55.400 L89.600 88.600"}}},
  };
}

static std::vector<Pictogram> trade_icons() {
  return {
      {"money", {{stroke, "R 6 26 88 48 6"}, {accent_stroke, "O 50 50 13"}, {fill, "O 22 50 4 O 78 50 4"}}},
      {"foreign_currency",
       {{stroke, "O 50 50 40"},
        {accent_stroke,
         "M63 37 C60 29 39 29 38 40 C37 52 63 48 62 61 C61 72 39 71 37 63 M50 22V30 M50 70V78"}}},
      {"exchange",
       {{stroke, "O 33 40 23 M33 31 L41 40 L33 49 L25 40Z"},
        {ground_fill, "O 67 62 28"},
        {accent_stroke, "O 67 62 23 M67 53 L75 62 L67 71 L59 62Z"},
        {stroke,
         "M64 14 C76 15 83 21 86 30 M78 25 L87 32 L92 22 M36 88 C24 87 17 81 14 72 M22 77 L13 70 L8 80"}}},
      {"trade",
       {{stroke, "M10 90H92 M22 90V66H36V90 M44 90V52H58V90 M66 90V38H80V90"},
        {accent_stroke, "M14 48 L40 28 L54 34 L84 12 M66 11 L84 12 L82 30"}}},
      {"basket",
       {{stroke, "M8 42 H92 L80 88 H20 Z M28 42 L44 14 M72 42 L56 14"},
        {accent_stroke, "M16 58H84 M20 73H80"}}},
      {"coffee",
       {{stroke, "M14 42 H70 V62 C70 78 60 88 42 88 C24 88 14 78 14 62Z M70 48 H78 C94 48 92 70 74 70 H69"},
        {accent_stroke, "M32 32 C26 24 38 20 32 10 M52 32 C46 24 58 20 52 10"}}},
      {"pepper",
       {{stroke, "M50 8 C46 36 54 62 50 92"},
        {accent_fill, "O 36 28 8 O 63 34 8 O 35 46 8 O 65 52 8 O 37 64 8 O 63 70 8 O 38 82 8"},
        {stroke, "M50 14 C62 2 82 4 90 10 C82 22 62 26 50 14Z"}}},
      {"leaf",
       {{stroke, "M16 86 C8 46 34 12 86 12 C92 60 60 92 16 86Z"},
        {accent_stroke, "M16 86 C34 62 48 48 66 34"}}},
  };
}

static std::vector<Pictogram> people_icons() {
  return {
      {"lotus",
       {{stroke, "M50 14 C66 32 66 54 50 72 C34 54 34 32 50 14Z"},
        {stroke, "M37 57 C26 52 22 40 24 26 C32 28 37 32 40 37 M63 57 C74 52 78 40 76 26 C68 28 63 32 60 37"},
        {stroke, "M50 72 C30 80 10 66 5 46 C12 43 19 44 25 47 M50 72 C70 80 90 66 95 46 C88 43 81 44 75 47"},
        {accent_stroke, "M20 88H80"}}},
      {"champa",
       {{accent_stroke, "M50.0 46.0 C34.2 36.7 26.5 17.2 48.5 10.0 C64.4 12.5 64.5 30.4 50.0 46.0Z"},
        {accent_stroke, "M55.7 50.1 C59.6 32.2 75.9 18.9 89.5 37.6 C92.0 53.5 75.0 59.2 55.7 50.1Z"},
        {accent_stroke, "M53.5 56.9 C71.8 55.1 89.5 66.4 75.9 85.1 C61.6 92.4 50.9 78.0 53.5 56.9Z"},
        {accent_stroke, "M46.5 56.9 C53.8 73.7 48.5 94.0 26.5 86.8 C15.2 75.5 25.6 60.9 46.5 56.9Z"},
        {accent_stroke, "M44.3 50.1 C30.6 62.3 9.6 63.6 9.6 40.4 C16.9 26.1 34.0 31.5 44.3 50.1Z"}}},
      {"friendship",
       {{stroke,
         "M28 76 C12 60 4 48 4 36 C4 24 14 18 22 18 C28 18 34 22 36 28 C38 22 44 18 50 18 C56 18 61 21 64 "
         "26"},
        {accent_stroke,
         "M64 84 C46 70 36 58 36 46 C36 34 45 28 53 28 C59 28 63 32 65 38 C68 32 73 28 79 28 C88 28 96 35 96 "
         "46 C96 58 "
         "84 70 64 84Z"}}},
      {"culture",
       {{stroke,
         "E 50 26 36 13 M14 26 C14 44 26 48 26 58 C26 68 17 72 17 82 C30 94 70 94 83 82 C83 72 74 68 74 58 "
         "C74 48 86 44 86 26"},
        {accent_stroke, "M26 58 C38 64 62 64 74 58 E 50 26 14 5"}}},
  };
}

const std::vector<Pictogram>& pictogram_table() {
  static const std::vector<Pictogram> kTable = [] {
    std::vector<Pictogram> all;
    for (auto part : {border_icons, way_icons, safety_icons, trade_icons, people_icons})
      for (Pictogram& icon : part()) all.push_back(std::move(icon));
    return all;
  }();
  return kTable;
}

}  // namespace gatecast::compose
