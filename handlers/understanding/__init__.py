"""Reading what people write, in English and German, without a model: text in, readings and intents out."""
