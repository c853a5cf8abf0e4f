pub static RULES: [Rule; 0] = [];
