// Every word of the page itself, in both languages; what the bot says comes with the bot's reply.

const WORDS = {
  en: {
    answering: "Partnerbot is answering",
    asTable: "Show as a table",
    attach: "Send a file (a list of deals, a document, a logo)",
    bot: "Partnerbot",
    chartName: (title) => `Bar chart: ${title}`,
    chartColumns: ["What", "Value"],
    choose: "Choose …",
    composerPlaceholder: "Write a message …",
    conversation: "Conversation",
    darkTheme: "Dark appearance",
    dealLink: "Link to this deal",
    demo: "Demo",
    discard: "Discard",
    download: "Download",
    dropHere: "Drop the file to send it",
    fileSent: (name) => `File: ${name}`,
    formSent: "Sent",
    help: "Examples and people",
    hint: "Hint:",
    jump: "New messages",
    keys: "Enter sends · Shift + Enter starts a new line · ↑ brings back what you wrote",
    limit: (left) => (left >= 0 ? `${left} characters left` : `${-left} characters too many`),
    message: "Your message",
    news: (count) => `${count} new`,
    notSent: "Not sent.",
    notTaken: "Not accepted.",
    notice: "New for you",
    offline: "No connection. What you write is kept and sent as soon as it is back.",
    openFailed: "The conversation could not be loaded.",
    personaLabel: "You are",
    pressedUnknown: "A choice from an earlier conversation",
    problem: (reference) => `Something went wrong on our side (reference ${reference}).`,
    required: "required",
    requiredNote: "Fields with * are required.",
    retry: "Try again",
    send: "Send",
    sending: "Sending …",
    skip: "Skip to the message box",
    sources: (count) => (count === 1 ? "Source" : `${count} sources`),
    success: "Done:",
    today: "Today",
    tooLarge: "That is too long to send at once.",
    tries: "Try this",
    triesHint: "fills the message box",
    used: "chosen",
    waiting: "News for others",
    waitingFor: (name, count) => `${count === 1 ? "1 new message" : `${count} new messages`} for ${name}`,
    warning: "Attention:",
    yesterday: "Yesterday",
    you: "You",
    roles: {
      seller: ["Seller", "Registers deals for their company and follows them."],
      "partner admin": ["Partner admin", "Sees the whole company, invites and removes members."],
      "partner manager": ["Partner manager", "Decides the registrations of their partners."],
      "channel admin": ["Channel admin", "Looks after the whole program."],
      "direct seller": ["Direct seller", "Sells for the vendor, next to the partners."],
      stranger: ["Stranger", "An account that nobody has linked yet."],
    },
  },
  de: {
    answering: "Partnerbot antwortet",
    asTable: "Als Tabelle zeigen",
    attach: "Datei senden (Liste von Deals, Dokument, Logo)",
    bot: "Partnerbot",
    chartName: (title) => `Balkendiagramm: ${title}`,
    chartColumns: ["Was", "Wert"],
    choose: "Bitte wählen …",
    composerPlaceholder: "Nachricht schreiben …",
    conversation: "Unterhaltung",
    darkTheme: "Dunkle Darstellung",
    dealLink: "Link zu dieser Registrierung",
    demo: "Demo",
    discard: "Verwerfen",
    download: "Herunterladen",
    dropHere: "Datei hier ablegen, um sie zu senden",
    fileSent: (name) => `Datei: ${name}`,
    formSent: "Abgeschickt",
    help: "Beispiele und Personen",
    hint: "Hinweis:",
    jump: "Neue Nachrichten",
    keys: "Enter sendet · Umschalt + Enter beginnt eine neue Zeile · ↑ holt Geschriebenes zurück",
    limit: (left) => (left >= 0 ? `Noch ${left} Zeichen` : `${-left} Zeichen zu viel`),
    message: "Ihre Nachricht",
    news: (count) => `${count} neu`,
    notSent: "Nicht gesendet.",
    notTaken: "Nicht angenommen.",
    notice: "Neu für Sie",
    offline: "Keine Verbindung. Was Sie schreiben, bleibt erhalten und wird gesendet, sobald sie wieder da ist.",
    openFailed: "Die Unterhaltung konnte nicht geladen werden.",
    personaLabel: "Sie sind",
    pressedUnknown: "Eine Auswahl aus einer früheren Unterhaltung",
    problem: (reference) => `Bei uns ist etwas schiefgegangen (Kennung ${reference}).`,
    required: "Pflichtfeld",
    requiredNote: "Felder mit * sind Pflicht.",
    retry: "Erneut versuchen",
    send: "Senden",
    sending: "Wird gesendet …",
    skip: "Zum Nachrichtenfeld springen",
    sources: (count) => (count === 1 ? "Quelle" : `${count} Quellen`),
    success: "Erledigt:",
    today: "Heute",
    tooLarge: "Das ist zu lang, um es auf einmal zu senden.",
    tries: "Zum Ausprobieren",
    triesHint: "füllt das Nachrichtenfeld",
    used: "gewählt",
    waiting: "Neues für andere",
    waitingFor: (name, count) => `${count === 1 ? "1 neue Nachricht" : `${count} neue Nachrichten`} für ${name}`,
    warning: "Achtung:",
    yesterday: "Gestern",
    you: "Sie",
    roles: {
      seller: ["Vertrieb (Partner)", "Registriert Deals der eigenen Firma und verfolgt sie."],
      "partner admin": ["Partner-Admin", "Sieht die ganze Firma, lädt Mitglieder ein und entfernt sie."],
      "partner manager": ["Partner-Manager", "Entscheidet über Registrierungen der eigenen Partner."],
      "channel admin": ["Channel-Admin", "Betreut das ganze Programm."],
      "direct seller": ["Direktvertrieb", "Verkauft für den Hersteller, neben den Partnern."],
      stranger: ["Fremdes Konto", "Ein Konto, das noch niemand verknüpft hat."],
    },
  },
};

const LOCALES = { en: "en-GB", de: "de-DE" };

/** The words of a language; English for any other. */
export function words(language) {
  return WORDS[language] ?? WORDS.en;
}

/** A role in words and what it does; a role the page does not know is shown as it came. */
export function roleWords(role, language) {
  return words(language).roles[role] ?? [role, ""];
}

export function clock(date, language) {
  return new Intl.DateTimeFormat(LOCALES[language] ?? LOCALES.en, { hour: "2-digit", minute: "2-digit" }).format(date);
}

/** "Today", "Yesterday", or the date with its weekday. */
export function day(date, language, now = new Date()) {
  const w = words(language);
  if (sameDay(date, now)) return w.today;
  if (sameDay(date, new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1))) return w.yesterday;
  const shape = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
  return new Intl.DateTimeFormat(LOCALES[language] ?? LOCALES.en, shape).format(date);
}

export function sameDay(one, other) {
  return one.toDateString() === other.toDateString();
}

/** A size of a file in words, decimal units. */
export function size(bytes, language) {
  const unit = bytes < 1000 ? ["byte", bytes] : bytes < 1e6 ? ["kilobyte", bytes / 1000] : ["megabyte", bytes / 1e6];
  const shape = { style: "unit", unit: unit[0], maximumFractionDigits: 1 };
  return new Intl.NumberFormat(LOCALES[language] ?? LOCALES.en, shape).format(unit[1]);
}
