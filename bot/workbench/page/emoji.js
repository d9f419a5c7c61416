// The short names the bot and people are likely to use; an unknown name stays as :name:.
const NAMES = `+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌|wave 👋|clap 👏|raised_hands 🙌|pray 🙏|muscle 💪|point_right 👉|point_down 👇|point_up ☝️|point_left 👈
smile 😄|grin 😁|joy 😂|slightly_smiling_face 🙂|wink 😉|thinking_face 🤔|thinking 🤔|sweat_smile 😅|sob 😭|cry 😢|scream 😱|tired_face 😫|neutral_face 😐|upside_down_face 🙃|sunglasses 😎|see_no_evil 🙈|robot_face 🤖|robot 🤖|ghost 👻|skull 💀
eyes 👀|eye 👁️|brain 🧠|speech_balloon 💬|thought_balloon 💭|busts_in_silhouette 👥|bust_in_silhouette 👤
white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|x ❌|negative_squared_cross_mark ❎|heavy_multiplication_x ✖️|warning ⚠️|rotating_light 🚨|no_entry ⛔|no_entry_sign 🚫|octagonal_sign 🛑|stop_sign 🛑|construction 🚧|question ❓|grey_question ❔|exclamation ❗|bangbang ‼️|information_source ℹ️|bulb 💡|bell 🔔|no_bell 🔕|sos 🆘
red_circle 🔴|large_red_circle 🔴|large_orange_circle 🟠|orange_circle 🟠|large_yellow_circle 🟡|yellow_circle 🟡|large_green_circle 🟢|green_circle 🟢|large_blue_circle 🔵|blue_circle 🔵|large_purple_circle 🟣|white_circle ⚪|black_circle ⚫|large_red_square 🟥|large_green_square 🟩|large_yellow_square 🟨|black_square_button 🔲|white_large_square ⬜|black_large_square ⬛|small_blue_diamond 🔹|small_orange_diamond 🔸
hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|alarm_clock ⏰|timer_clock ⏲️|clock1 🕐|clock3 🕒|clock9 🕘|watch ⌚|calendar 📅|spiral_calendar_pad 🗓️|date 📅
arrow_right ➡️|arrow_left ⬅️|arrow_up ⬆️|arrow_down ⬇️|arrows_counterclockwise 🔄|repeat 🔁|arrow_forward ▶️|double_vertical_bar ⏸️|black_square_for_stop ⏹️|fast_forward ⏩|leftwards_arrow_with_hook ↩️|heavy_plus_sign ➕|heavy_minus_sign ➖|recycle ♻️|infinity ♾️
gear ⚙️|wrench 🔧|hammer 🔨|hammer_and_wrench 🛠️|nut_and_bolt 🔩|toolbox 🧰|key 🔑|lock 🔒|unlock 🔓|closed_lock_with_key 🔐|link 🔗|paperclip 📎|pushpin 📌|round_pushpin 📍|bookmark 🔖|label 🏷️|mag 🔍|mag_right 🔎|microscope 🔬|telescope 🔭|test_tube 🧪|pill 💊|stethoscope 🩺|thermometer 🌡️|magnet 🧲|broom 🧹|bug 🐛|beetle 🪲|ladybug 🐞|snail 🐌|turtle 🐢|octopus 🐙
chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|clipboard 📋|memo 📝|pencil 📝|pencil2 ✏️|page_facing_up 📄|scroll 📜|books 📚|book 📖|open_file_folder 📂|file_folder 📁|card_index_dividers 🗂️|inbox_tray 📥|outbox_tray 📤|package 📦|email 📧|envelope ✉️|computer 💻|desktop_computer 🖥️|floppy_disk 💾|satellite 🛰️|satellite_antenna 📡|electric_plug 🔌|battery 🔋
traffic_light 🚦|vertical_traffic_light 🚦|rocket 🚀|tada 🎉|confetti_ball 🎊|sparkles ✨|star ⭐|star2 🌟|fire 🔥|boom 💥|zap ⚡|dart 🎯|100 💯|trophy 🏆|medal 🏅|checkered_flag 🏁|triangular_flag_on_post 🚩|heart ❤️|broken_heart 💔|blue_heart 💙|green_heart 💚|coffee ☕|beer 🍺|pizza 🍕|sunny ☀️|cloud ☁️|snowflake ❄️|umbrella ☔|ocean 🌊|earth_africa 🌍|ticket 🎫|door 🚪|parking 🅿️|wastebasket 🗑️|ballot_box_with_ballot 🗳️|no_mouth 😶|zzz 💤|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣`;
const TABLE = new Map(NAMES.split(/[|\n]/).map((pair) => pair.split(" ")));

export function emoji(name, unicode) {
  if (unicode) {
    try {
      return String.fromCodePoint(...unicode.split("-").map((part) => parseInt(part, 16)));
    } catch { /* fall through to the name */ }
  }
  return TABLE.get(String(name).split("::")[0]) || null;
}
