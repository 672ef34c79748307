"""Words for street names: well-known persons, saints, dates, places and plants.

Every entry is the official name (DUF) without the generic part (DUG), written
by the rules that ISTAT gives to comuni: no abbreviations, persons and saints in
full, a date in words when it has no year and in digits when it has one,
accents and apostrophes as such.
"""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    """Split a comma-separated literal into its entries."""
    return tuple(" ".join(part.split()) for part in text.split(",") if part.strip())


RISORGIMENTO = _words("""
    Giuseppe Garibaldi, Giuseppe Mazzini, Camillo Benso di Cavour, Goffredo Mameli,
    Massimo D'Azeglio, Carlo Cattaneo, Silvio Pellico, Santorre di Santarosa,
    Ciro Menotti, Nino Bixio, Carlo Pisacane, Daniele Manin, Luciano Manara,
    Enrico Cialdini, Alfonso La Marmora, Federico Confalonieri, Amatore Sciesa,
    Tito Speri, Pietro Calvi, Emilio Dandolo, Enrico Dandolo, Enrico Morosini,
    Aurelio Saffi, Agostino Depretis, Francesco Crispi, Quintino Sella,
    Bettino Ricasoli, Urbano Rattazzi, Marco Minghetti, Vincenzo Gioberti,
    Cesare Balbo, Antonio Rosmini, Fratelli Bandiera, Fratelli Cairoli,
    Anita Garibaldi, Cristina Trivulzio di Belgiojoso, Clara Maffei,
    Agostino Bertani, Giacomo Medici, Francesco Nullo, Angelo Brofferio,
    Giuseppe La Farina, Guglielmo Pepe, Pier Fortunato Calvi, Felice Orsini
""")

LETTERS = _words("""
    Dante Alighieri, Francesco Petrarca, Giovanni Boccaccio, Ludovico Ariosto,
    Torquato Tasso, Alessandro Manzoni, Giacomo Leopardi, Ugo Foscolo,
    Giosuè Carducci, Giovanni Pascoli, Gabriele D'Annunzio, Giovanni Verga,
    Luigi Pirandello, Italo Svevo, Grazia Deledda, Giuseppe Parini, Carlo Porta,
    Carlo Goldoni, Vittorio Alfieri, Vincenzo Monti, Ippolito Nievo,
    Tommaso Grossi, Giuseppe Giusti, Edmondo De Amicis, Carlo Collodi,
    Antonio Fogazzaro, Giuseppe Ungaretti, Eugenio Montale, Salvatore Quasimodo,
    Umberto Saba, Cesare Pavese, Elio Vittorini, Italo Calvino, Elsa Morante,
    Natalia Ginzburg, Primo Levi, Carlo Levi, Dino Buzzati, Carlo Emilio Gadda,
    Giovanni Testori, Alda Merini, Ada Negri, Matilde Serao, Sibilla Aleramo,
    Pier Paolo Pasolini, Leonardo Sciascia, Ignazio Silone, Guido Gozzano,
    Aldo Palazzeschi, Emilio Praga, Niccolò Machiavelli, Francesco Guicciardini,
    Angelo Poliziano, Guido Cavalcanti, Cecco Angiolieri, Pietro Metastasio,
    Pietro Verri, Cesare Beccaria, Francesco De Sanctis, Benedetto Croce,
    Giambattista Vico, Giordano Bruno, Tommaso Campanella, Marsilio Ficino,
    Lorenzo Valla, Matteo Maria Boiardo, Luigi Pulci, Trilussa,
    Giovanni Berchet, Cesare Cantù, Emilio De Marchi, Umberto Eco
""")

MUSIC = _words("""
    Giuseppe Verdi, Gioachino Rossini, Giacomo Puccini, Vincenzo Bellini,
    Gaetano Donizetti, Pietro Mascagni, Ruggero Leoncavallo, Arrigo Boito,
    Amilcare Ponchielli, Umberto Giordano, Alfredo Catalani, Francesco Cilea,
    Ottorino Respighi, Ferruccio Busoni, Niccolò Paganini, Antonio Vivaldi,
    Alessandro Scarlatti, Domenico Scarlatti, Claudio Monteverdi,
    Arcangelo Corelli, Luigi Boccherini, Muzio Clementi, Luigi Cherubini,
    Domenico Cimarosa, Giovanni Paisiello, Giovanni Battista Pergolesi,
    Saverio Mercadante, Gaspare Spontini, Antonio Salieri, Giuseppe Tartini,
    Benedetto Marcello, Pierluigi da Palestrina, Guido d'Arezzo,
    Arturo Toscanini, Gino Marinuzzi, Victor De Sabata, Luigi Dallapiccola,
    Wolfgang Amadeus Mozart, Ludwig van Beethoven, Johann Sebastian Bach,
    Franz Schubert, Frédéric Chopin, Maria Callas, Enrico Caruso,
    Renata Tebaldi, Giuseppina Strepponi, Giuditta Pasta, Ildebrando Pizzetti
""")

ART = _words("""
    Leonardo da Vinci, Michelangelo Buonarroti, Raffaello Sanzio,
    Tiziano Vecellio, Sandro Botticelli, Giotto di Bondone, Masaccio, Cimabue,
    Piero della Francesca, Andrea Mantegna, Antonello da Messina,
    Giovanni Bellini, Giorgione, Jacopo Tintoretto, Paolo Veronese, Caravaggio,
    Guido Reni, Annibale Carracci, Giambattista Tiepolo, Canaletto,
    Francesco Guardi, Donatello, Filippo Brunelleschi, Leon Battista Alberti,
    Donato Bramante, Andrea Palladio, Gian Lorenzo Bernini,
    Francesco Borromini, Benvenuto Cellini, Luca della Robbia, Antonio Canova,
    Bernardino Luini, Vincenzo Foppa, Ambrogio Bergognone, Gaudenzio Ferrari,
    Francesco Hayez, Giovanni Segantini, Giovanni Fattori, Tranquillo Cremona,
    Amedeo Modigliani, Umberto Boccioni, Giacomo Balla, Carlo Carrà,
    Giorgio De Chirico, Giorgio Morandi, Lucio Fontana, Artemisia Gentileschi,
    Rosalba Carriera, Sofonisba Anguissola, Beato Angelico, Filippo Lippi,
    Paolo Uccello, Luca Signorelli, Pinturicchio, Andrea del Sarto,
    Antonio da Correggio, Lorenzo Lotto, Giuseppe Piermarini,
    Luigi Vanvitelli, Filippo Juvarra, Antonio Sant'Elia, Medardo Rosso
""")

SCIENCE = _words("""
    Galileo Galilei, Alessandro Volta, Guglielmo Marconi, Enrico Fermi,
    Luigi Galvani, Evangelista Torricelli, Antonio Meucci, Antonio Pacinotti,
    Galileo Ferraris, Eugenio Barsanti, Ettore Majorana, Amedeo Avogadro,
    Giovanni Schiaparelli, Angelo Secchi, Lazzaro Spallanzani,
    Marcello Malpighi, Camillo Golgi, Giulio Natta, Rita Levi-Montalcini,
    Maria Gaetana Agnesi, Maria Montessori, Laura Bassi, Trotula de Ruggiero,
    Ulisse Aldrovandi, Gian Domenico Cassini, Bonaventura Cavalieri,
    Giuseppe Luigi Lagrange, Leonardo Fibonacci, Giuseppe Peano,
    Vito Volterra, Francesco Redi, Luigi Mangiagalli, Alberto da Giussano,
    Isaac Newton, Albert Einstein, Louis Pasteur, Marie Curie, Charles Darwin,
    Johannes Kepler, Niccolò Copernico, Alexander Fleming, Luigi Negrelli,
    Carlo Matteucci, Ascanio Sobrero, Agostino Bassi, Carlo Forlanini,
    Augusto Righi, Temistocle Calzecchi Onesti
""")

EXPLORERS = _words("""
    Cristoforo Colombo, Amerigo Vespucci, Marco Polo, Giovanni da Verrazzano,
    Giovanni Caboto, Sebastiano Caboto, Antonio Pigafetta, Ferdinando Magellano,
    Vasco da Gama, Vittorio Bottego, Umberto Cagni, Umberto Nobile,
    Alvise da Mosto, Francesco Baracca, Andrea Doria, Pier Capponi,
    Francesco Ferrucci, Giovanni dalle Bande Nere, Ettore Fieramosca,
    Pietro Micca, Tito Livio, Publio Virgilio Marone, Marco Tullio Cicerone,
    Giulio Cesare, Lucio Anneo Seneca, Gaio Valerio Catullo,
    Enrico Toti, Cesare Battisti, Nazario Sauro, Fabio Filzi, Damiano Chiesa,
    Armando Diaz, Luigi Cadorna, Luigi Rizzo
""")

CIVIC = _words("""
    Giacomo Matteotti, Antonio Gramsci, Filippo Turati, Anna Kuliscioff,
    Piero Gobetti, Giovanni Amendola, Carlo Rosselli, Nello Rosselli,
    Fratelli Cervi, Fratelli Di Dio, Luigi Sturzo, Giovanni Minzoni, Salvo D'Acquisto,
    Alcide De Gasperi, Ferruccio Parri, Sandro Pertini, Luigi Einaudi,
    Enrico De Nicola, Giuseppe Di Vittorio, Giovanni Gronchi, Aldo Moro,
    Giuseppe Saragat, Piero Calamandrei, Giorgio La Pira, Altiero Spinelli,
    Ugo La Malfa, Pietro Nenni, Palmiro Togliatti, Enrico Berlinguer,
    Giorgio Amendola, Nilde Iotti, Tina Anselmi, Lina Merlin, Teresa Noce,
    Eugenio Curiel, Giancarlo Puecher, Duccio Galimberti, Leone Ginzburg,
    Giovanni Falcone, Paolo Borsellino, Carlo Alberto Dalla Chiesa,
    Rocco Chinnici, Peppino Impastato, Giorgio Ambrosoli, Emilio Alessandrini,
    Guido Galli, Walter Tobagi, Vittorio Bachelet, Guido Rossa, Pio La Torre,
    Rosario Livatino, Pino Puglisi, Lorenzo Milani, Primo Mazzolari,
    Carlo Gnocchi, Robert Schuman, Konrad Adenauer, Jean Monnet,
    Martin Luther King, John Fitzgerald Kennedy, Mahatma Gandhi,
    Nelson Mandela, Salvador Allende, Anna Frank, Giorgio Perlasca,
    Edith Stein, Madre Teresa di Calcutta, Achille Grandi, Ezio Vanoni,
    Enrico Mattei, Adriano Olivetti, Gino Bartali, Fausto Coppi,
    Papa Giovanni Ventitreesimo, Papa Giovanni Paolo Secondo, Papa Paolo Sesto
""")

SAINTS = _words("""
    San Francesco d'Assisi, Santa Chiara, San Giovanni Bosco, Sant'Ambrogio,
    San Carlo Borromeo, San Martino, San Rocco, San Giuseppe, San Pietro,
    San Paolo, Sant'Antonio da Padova, Sant'Antonio Abate, Santa Caterina da Siena,
    Santa Lucia, San Lorenzo, Santo Stefano, San Michele, San Bernardo,
    San Benedetto, Santa Maria, San Giorgio, San Vittore, San Fermo,
    Sant'Agostino, Santa Margherita, San Domenico, San Materno,
    San Sebastiano, Santi Cosma e Damiano, Santa Rita da Cascia,
    San Giovanni Battista, San Cristoforo, San Zeno, Santi Gervasio e Protasio,
    San Luigi Gonzaga, Santa Gianna Beretta Molla, San Dionigi, San Nazaro
""")

DATES = _words("""
    Quattro Novembre, Venticinque Aprile, Primo Maggio, Due Giugno,
    Venti Settembre, Cinque Giornate, Otto Marzo, Ventiquattro Maggio,
    10 agosto 1944, 12 dicembre 1969, 28 maggio 1974, 2 agosto 1980,
    27 gennaio 1945
""")

VALUES = _words("""
    della Libertà, della Repubblica, della Pace, della Costituzione,
    dell'Unità d'Italia, dei Mille, della Resistenza, dei Caduti per la Libertà,
    della Solidarietà, del Lavoro, della Cooperazione, dell'Indipendenza,
    della Vittoria, dei Partigiani, dei Bersaglieri, degli Alpini, dei Granatieri,
    dei Carabinieri, delle Nazioni Unite, dell'Europa, dell'Università, dello Sport,
    dell'Artigianato, dell'Industria, della Tecnica, dell'Innovazione,
    Martiri di Cefalonia, Martiri delle Foibe, Caduti di Nassiriya,
    delle Fosse Ardeatine, Divisione Acqui, Brigata Garibaldi, della Meccanica,
    delle Arti, dei Diritti dell'Uomo, della Croce Rossa
""")

CITIES = _words("""
    Roma, Milano, Torino, Genova, Venezia, Bologna, Firenze, Napoli, Palermo,
    Bari, Trieste, Trento, Bolzano, Udine, Gorizia, Padova, Verona, Vicenza,
    Treviso, Belluno, Rovigo, Ferrara, Ravenna, Forlì, Rimini, Modena,
    Reggio Emilia, Parma, Piacenza, Cremona, Mantova, Brescia, Bergamo, Como,
    Lecco, Sondrio, Varese, Pavia, Lodi, Monza, Novara, Vercelli, Biella, Asti,
    Alessandria, Cuneo, Aosta, Savona, Imperia, La Spezia, Lucca, Pisa, Livorno,
    Siena, Arezzo, Grosseto, Pistoia, Prato, Perugia, Terni, Ancona, Pesaro,
    Macerata, Ascoli Piceno, L'Aquila, Pescara, Chieti, Teramo, Campobasso,
    Benevento, Caserta, Avellino, Salerno, Potenza, Matera, Foggia, Brindisi,
    Taranto, Lecce, Cosenza, Catanzaro, Crotone, Reggio Calabria, Messina,
    Catania, Siracusa, Ragusa, Enna, Caltanissetta, Agrigento, Trapani,
    Cagliari, Sassari, Nuoro, Oristano, Zara, Fiume, Pola
""")

NEIGHBOURS = _words("""
    Magenta, Vigevano, Saronno, Busto Arsizio, Gallarate, Treviglio, Melzo,
    Gorgonzola, Binasco, Castano Primo, Turbigo, Cuggiono, Corbetta,
    Bareggio, Settimo Milanese, Cormano, Bresso, Cologno Monzese, Paullo,
    Lacchiarella, Opera, Rozzano, Corsico, Gaggiano, Morimondo, Robecco
""")

WATERS = _words("""
    Po, Ticino, Adda, Olona, Lambro, Seveso, Tevere, Arno, Adige, Piave, Isonzo,
    Tagliamento, Brenta, Mincio, Oglio, Serio, Brembo, Sesia, Dora Baltea, Tanaro,
    Trebbia, Volturno, Reno, Secchia, Panaro, Metauro, Ofanto, Lago Maggiore,
    Lago di Garda, Lago di Como, Mar Adriatico, Mar Ionio, Mar Tirreno
""")

MOUNTAINS = _words("""
    Monte Bianco, Monte Rosa, Monte Grappa, Monte Nero, Monte Santo, Monte Sabotino,
    Monte San Michele, Monte Ortigara, Monte Pasubio, Monte Cervino, Monviso,
    Gran Sasso, Gran Paradiso, Adamello, Ortles, Marmolada, Stelvio, Tonale,
    Resegone, Grigna, Monte Cengio, Monte Podgora, Col di Lana, Tofane, Presolana,
    Monte Generoso, Passo Sella, Etna, Vesuvio
""")

BATTLES = _words("""
    Solferino, San Martino della Battaglia, Curtatone, Montanara, Goito, Pastrengo,
    Palestro, Montebello, Calatafimi, Marsala, Milazzo, Mentana, Porta Pia,
    Castelfidardo, Bezzecca, Vittorio Veneto, Caporetto, Asiago, Bligny,
    Legnano, Lepanto, Bassano del Grappa
""")

PLANTS = _words("""
    dei Tigli, dei Platani, delle Querce, dei Pioppi, degli Olmi, dei Salici,
    delle Betulle, dei Faggi, dei Castagni, dei Ciliegi, dei Mandorli,
    delle Acacie, degli Aceri, dei Frassini, dei Cipressi, dei Pini, degli Abeti,
    dei Larici, dei Gelsi, dei Noccioli, delle Magnolie, degli Ippocastani,
    delle Robinie, dei Gelsomini, delle Rose, dei Tulipani, delle Viole,
    dei Narcisi, delle Mimose, dei Ciclamini, delle Ortensie, degli Oleandri,
    delle Camelie, dei Glicini, delle Primule, dei Papaveri, delle Ginestre,
    degli Ontani, dei Carpini, delle Azalee, dei Lillà, dei Gigli
""")

OLD_TOWN = _words("""
    del Forno, del Pozzo, della Chiesa, del Castello, della Torre, della Fontana,
    dei Mercanti, del Mercato, dei Fabbri, della Filanda, del Molino, delle Mura,
    del Teatro, della Posta, dell'Ospedale, della Rocca, della Canonica,
    delle Rimembranze, del Monastero, del Borgo, del Torchio, delle Ghiacciaie,
    della Cava, del Naviglio, della Roggia, dei Pescatori, dei Tessitori,
    del Lavatoio, del Broletto, dell'Oratorio, della Stazione, del Campanile
""")

RURAL = _words("""
    della Cascina Nuova, della Cascina Vecchia, del Fontanile, della Marcita,
    delle Risaie, della Brughiera, dei Campi, della Boscaccia, della Vigna,
    dell'Isola, del Prato Grande, della Cascina Bianca, della Cascina Rossa,
    del Cavo Nuovo, dei Boschi, della Valle, del Roccolo, della Chiusa,
    del Mulino Vecchio, della Colombera, della Cascina Alta, delle Rogge
""")

LOCALITIES = _words("""
    Cascina Nuova, Cascina Colombera, Molino Vecchio, Cascina San Giuseppe,
    Villaggio Brughiera, Cascina Malpensata, Borgo Fontanile, Cascina Bellaria,
    Cascina Pobbia, Mulino della Roggia, Quartiere Boschetto, Cascina Graziosa,
    Cascina Ca' Bianca, Borgo San Rocco, Cascina Boscaiola, Cascina Marcita
""")

SCHOOL_NAMES = _words("""
    Alessandro Manzoni, Gianni Rodari, Maria Montessori, Giovanni Pascoli,
    Giosuè Carducci, Leonardo da Vinci, Galileo Galilei, Dante Alighieri,
    Don Lorenzo Milani, Anna Frank, Primo Levi, Bruno Munari, Edmondo De Amicis,
    Carlo Collodi, Rita Levi-Montalcini, Enrico Fermi, Alessandro Volta,
    Giovanni Falcone e Paolo Borsellino, Sandro Pertini, Giacomo Leopardi,
    Giuseppe Verdi, Italo Calvino, Ada Negri, Maria Gaetana Agnesi,
    Don Carlo Gnocchi, San Giovanni Bosco, Cesare Beccaria, Giuseppe Parini,
    Niccolò Tommaseo, Martiri della Libertà, Fratelli Cervi, Ferrante Aporti,
    Nazario Sauro, Cesare Battisti, Guglielmo Marconi,
    Grazia Deledda, Salvatore Quasimodo, Umberto Saba, Alda Merini
""")

PARK_NAMES = _words("""
    della Pace, della Resistenza, dei Ciliegi, delle Querce, dei Giusti,
    Anna Frank, della Costituzione, dei Bambini, del Fontanile, dei Gelsi,
    delle Rimembranze, della Libertà, Peppino Impastato, Falcone e Borsellino,
    Gianni Rodari, Maria Montessori, dei Tigli, del Lavoro, dell'Amicizia,
    Nilde Iotti, delle Betulle, della Solidarietà, San Francesco, Martin Luther King,
    Sandro Pertini, dell'Acqua, della Bergamella, dei Platani, della Cava,
    degli Alpini, dei Marinai d'Italia, delle Magnolie, Alda Merini, del Roccolo,
    dell'Unità d'Italia, della Ghiacciaia, Fratelli Cervi, delle Farfalle
""")

DISTRICT_THEMES = (
    RISORGIMENTO, LETTERS, MUSIC, ART, SCIENCE, EXPLORERS, CIVIC, CITIES,
    WATERS, MOUNTAINS, BATTLES, PLANTS, SAINTS, VALUES,
)
