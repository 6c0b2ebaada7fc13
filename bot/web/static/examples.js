// What a newcomer can try as each role: a short name for the chip, and the message that it puts in the message box.

const DEAL = {
  en: ["Register a deal", "Register a deal: Brandt Logistik GmbH, contact einkauf@brandt-logistik.example, 45k EUR, closing end of March"],
  de: ["Deal registrieren", "Deal registrieren: Brandt Logistik GmbH, Kontakt einkauf@brandt-logistik.example, 45 Tsd. Euro, Abschluss Ende März"],
};
const STEPS = { en: ["Step by step", "I would like to register a deal"], de: ["Schritt für Schritt", "Ich möchte einen Deal registrieren"] };
const DEALS = { en: ["My deals", "Show my deals"], de: ["Meine Deals", "Zeig mir meine Deals"] };
const HELP = { en: ["Help", "What can you do for me?"], de: ["Hilfe", "Was können Sie für mich tun?"] };
const LANGUAGE = { en: ["Auf Deutsch", "Bitte auf Deutsch"], de: ["In English", "In English, please"] };
const TAKEN = {
  en: ["Is it free?", "Is Siemens AG still free to register?"],
  de: ["Noch frei?", "Ist die Siemens AG noch frei?"],
};

const LIST = { en: ["Many deals", "CSV template"], de: ["Viele Deals", "CSV-Vorlage"] };
const BEHALF = {
  en: ["Register for a partner", "Register for Nordwind: Brandt Logistik GmbH, contact einkauf@brandt-logistik.example, closing end of March"],
  de: ["Für einen Partner registrieren", "Registriere für Nordwind: Brandt Logistik GmbH, Kontakt einkauf@brandt-logistik.example, Abschluss Ende März"],
};

const EARNED = { en: ["What we earned", "What did we earn this year?"], de: ["Unser Verdienst", "Was haben wir dieses Jahr verdient?"] };
const TIER = { en: ["The way up", "How far are we from the next tier?"], de: ["Der Weg nach oben", "Wie weit sind wir von der nächsten Stufe?"] };
const WHAT_IF = { en: ["What would Gold pay?", "What would I earn on 60k at Gold?"], de: ["Was brächte Gold?", "Was würde ich mit Gold an 60k verdienen?"] };

const PRODUCT = {
  en: ["Ask about a product", "Does the Enterprise edition support SAML with Okta?"],
  de: ["Frage zum Produkt", "Unterstützt die Enterprise-Edition SAML mit Okta?"],
};

const EXAMPLES = {
  seller: [DEAL, STEPS, PRODUCT, LIST, TAKEN, DEALS, WHAT_IF, TIER, LANGUAGE],
  "partner admin": [
    { en: ["Our deals", "Show our company's deals"], de: ["Unsere Deals", "Zeig die Deals unserer Firma"] },
    EARNED,
    TIER,
    { en: ["Invite a colleague", "Invite lena.hofer@nordwind.example as seller"], de: ["Kollegin einladen", "Lade lena.hofer@nordwind.example als Seller ein"] },
    DEAL,
    LANGUAGE,
  ],
  "partner manager": [
    { en: ["My queue", "What is waiting for me?"], de: ["Meine Aufgaben", "Was wartet auf mich?"] },
    { en: ["My partners' deals", "Show my deals"], de: ["Deals meiner Partner", "Zeig mir meine Deals"] },
    { en: ["What a partner earned", "What did Nordwind earn this year?"], de: ["Verdienst eines Partners", "Was hat Nordwind dieses Jahr verdient?"] },
    { en: ["What partners ask", "Library report"], de: ["Was Partner fragen", "Bericht zur Bibliothek"] },
    { en: ["Tiers at risk", "Which partners are at risk of losing their tier?"], de: ["Stufen in Gefahr", "Welche Partner könnten ihre Stufe verlieren?"] },
    BEHALF,
    { en: ["Invite a seller", "Invite lena.hofer@nordwind.example to Nordwind as seller"], de: ["Einladen", "Lade lena.hofer@nordwind.example zu Nordwind als Verkäuferin ein"] },
    { en: ["Name a deputy", "channel@vendor.example is my deputy from 21 to 31 December"], de: ["Vertretung", "channel@vendor.example vertritt mich vom 21. bis 31. Dezember"] },
    HELP,
    LANGUAGE,
  ],
  "channel admin": [
    { en: ["Needs a decision", "What needs a decision?"], de: ["Zu entscheiden", "Was ist zu entscheiden?"] },
    { en: ["Prepare a payout", "Prepare payout"], de: ["Auszahlung vorbereiten", "Auszahlung vorbereiten"] },
    { en: ["What a customer costs", "Channel economics"], de: ["Was ein Kunde kostet", "Was kostet uns ein neuer Kunde?"] },
    { en: ["Assign a partner", "Assign Nordwind to manager@vendor.example"], de: ["Partner zuweisen", "Weise Nordwind manager@vendor.example zu"] },
    { en: ["All deals", "Show all deals"], de: ["Alle Deals", "Zeig mir alle Deals"] },
    { en: ["Invite a manager", "Invite rosa.klein@vendor.example as partner manager"], de: ["Einladen", "Lade rosa.klein@vendor.example als Partner-Manager ein"] },
    HELP,
    LANGUAGE,
  ],
  "direct seller": [
    {
      en: ["Record a deal", "Register a deal: Rosenau Kältetechnik GmbH, contact einkauf@rosenau.example, 80k EUR, closing at the end of Q1"],
      de: ["Deal erfassen", "Registriere einen Deal: Rosenau Kältetechnik GmbH, Kontakt einkauf@rosenau.example, 80 Tsd. Euro, Abschluss Ende Q1"],
    },
    { en: ["My deals", "Show my deals"], de: ["Meine Deals", "Zeig mir meine Deals"] },
    { en: ["My leads", "Show my leads"], de: ["Meine Leads", "Zeig mir meine Leads"] },
    HELP,
    LANGUAGE,
  ],
  stranger: [
    { en: ["Say hello", "Hello, I would like to register a deal"], de: ["Hallo sagen", "Hallo, ich möchte einen Deal registrieren"] },
    { en: ["Use a code", "link "], de: ["Code einlösen", "link "] },
  ],
};

/** `[short name, message]` pairs of a role in a language; a role the page does not know gets the general ones. */
export function examples(role, language) {
  return (EXAMPLES[role] ?? [HELP, LANGUAGE]).map((example) => example[language] ?? example.en);
}
